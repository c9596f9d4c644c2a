package org.dsrhub.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * What a person leaves out of what is released or changed: a record, or a field of one.
 *
 * @param record its id
 * @param field where it is in the record's {@code data}
 * ({@code properties.requests[0].justification}); null for the whole record
 */
public record LeftOut(String record, String field) {

	private static final ObjectMapper JSON = new ObjectMapper();

	public boolean whole() {
		return this.field == null;
	}

	/**
	 * As the ledger keeps it: an id for a record, an object for a field; null for
	 * nothing.
	 */
	static String json(List<LeftOut> all) {
		ArrayNode list = JSON.createArrayNode();
		for (LeftOut each : all) {
			if (each.whole()) {
				list.add(each.record);
			}
			else {
				list.addObject().put("record", each.record).put("field", each.field);
			}
		}
		return list.isEmpty() ? null : list.toString();
	}

	/**
	 * What {@link #json} wrote.
	 */
	static List<LeftOut> of(String json) {
		List<LeftOut> all = new ArrayList<>();
		try {
			for (JsonNode each : (json != null) ? JSON.readTree(json) : JSON.createArrayNode()) {
				all.add(each.isTextual() ? new LeftOut(each.textValue(), null)
						: new LeftOut(each.path("record").asText(), each.path("field").asText()));
			}
			return all;
		}
		catch (JsonProcessingException ex) {
			// The message of Jackson would quote the row.
			throw new IllegalStateException("what was left out cannot be read from the ledger");
		}
	}

	/**
	 * The records that are left out as a whole.
	 */
	static Set<String> records(List<LeftOut> all) {
		return all.stream().filter(LeftOut::whole).map(LeftOut::record).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The fields that are left out, by their record.
	 */
	static Map<String, Set<String>> fields(List<LeftOut> all) {
		return all.stream()
			.filter((each) -> !each.whole())
			.collect(Collectors.groupingBy(LeftOut::record,
					Collectors.mapping(LeftOut::field, Collectors.toUnmodifiableSet())));
	}

}
