package org.dsrhub.record;

import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReleasedRecordTests {

	private static final String DATA = """
			{"name":"n","list":[{"a":1},{"a":2,"b.c":[true,null]}],"p":{"q":{"r":1}},"p.q":{"s":2},"@odata.type":"#x","0":"zero","":"none"}""";

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "name, /name", "list, /list", "list[1], /list/1", "list.1, /list/1", "list[1].a, /list/1/a",
					"list.1.b.c[0], /list/1/b.c/0", "p.q.r, /p/q/r", "p.q.s, /p.q/s", "p.q, /p.q",
					"@odata.type, /@odata.type", "0, /0", "list[2], -", "list[01], -", "list[-1], -", "list[0]a, -",
					"list[0], /list/0", "name.x, -", "name., -", ".name, -", "nam, -", "names, -", "list[0].a.b, -",
					"'', -", "list[99999999999], -" })
	void a_field_is_found_where_people_say_that_it_is(String path, String pointer) throws JsonProcessingException {
		JsonNode data = new ObjectMapper().readTree(DATA);
		assertThat(DataField.find(data, path).map(JsonPointer::toString).orElse(null)).isEqualTo(pointer);
	}

	@Test
	void what_is_left_out_says_so_and_all_else_is_as_it_was() {
		String record = """
				{"id":"1","classification":"unclassified","redactions":2,"data":{"classification":"theirs","big":1.10e400,\
				"list":[{"a":[1,2]},{"a":9007199254740993.0}],"object":{"x":{"y":1}},"text":"é \\" \\u0001"}}""";
		assertThat(ReleasedRecord.of(record, Set.of(), null)).isEqualTo(record);
		assertThat(ReleasedRecord.of(record,
				Set.of(JsonPointer.compile("/list/0/a"), JsonPointer.compile("/object/x"),
						JsonPointer.compile("/text")),
				"internal"))
			.isEqualTo(
					"""
							{"id":"1","classification":"internal","redactions":2,"data":{"classification":"theirs","big":1.10e400,\
							"list":[{"a":"[left out]"},{"a":9007199254740993.0}],"object":{"x":"[left out]"},"text":"[left out]"}}""");
		assertThat(ReleasedRecord.of(record, Set.of(JsonPointer.compile("/list/1")), null))
			.contains("\"list\":[{\"a\":[1,2]},\"[left out]\"]", "\"classification\":\"unclassified\"");
	}

}
