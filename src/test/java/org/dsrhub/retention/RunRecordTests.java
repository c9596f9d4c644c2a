package org.dsrhub.retention;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

import org.dsrhub.retention.Removal.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunRecordTests {

	private static final String RECORD = """
			{"format":"dsr-retention-run/1","run":"00000000-0000-0000-0000-000000000001","tenant":"contoso","rule":"packages",
			"keep":"P30D","askedBy":"hub","scheduledFor":null,"listOf":null,"startedAt":null,"endedAt":"2026-11-21T02:30:05Z",
			"state":"done","reason":null,"counts":{"removed":1,"deferred":1},"things":[
			{"number":1,"thing":"a","request":"00000000-0000-0000-0000-000000000002","bytes":7,"since":"2026-11-20T00:00:00Z",
			"state":"removed","until":null,"reason":null},
			{"number":2,"thing":"b","request":null,"bytes":0,"since":"2026-11-20T00:00:00Z","state":"deferred",
			"until":"2026-12-01T00:00:00Z","reason":"soft-deleted"}]}""";

	@Test
	void a_record_is_read_as_it_was_written() throws IOException {
		try (RunRecord record = read(RECORD)) {
			RunRow run = record.run();
			assertThat(run.rule()).isEqualTo("packages");
			assertThat(run.keep()).isEqualTo(Period.ofDays(30));
			assertThat(run.state()).isEqualTo(RunState.DONE);
			List<Item> things = new ArrayList<>();
			record.things(things::add);
			assertThat(things).extracting((item) -> item.due().thing()).containsExactly("a", "b");
			assertThat(things).extracting((item) -> item.removal().state())
				.containsExactly(State.REMOVED, State.DEFERRED);
			assertThat(things.get(0).due().bytes()).isEqualTo(7);
			assertThat(things.get(1).due().request()).isNull();
			assertThat(things.get(1).removal().until()).isEqualTo("2026-12-01T00:00:00Z");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			another format    | dsr-retention-run/1  | dsr-retention-run/2 | format
			no end            | "endedAt"            | "ended"             | endedAt
			no period         | P30D                 | thirty              | not what it should be
			a time that is none | P30D              | P-99Y               | time is none
			no known state    | "state":"done"       | "state":"dunno"     | not what it should be
			no list           | "things":[           | "others":[          | no things
			a thing in no state | "state":"removed"  | "state":"lost"      | number 1
			a thing of no time | "since":"2026-11-20 | "since":"           | number 1
			cut off           | "soft-deleted"}]}    | "soft-deleted"}     | end-of-input""")
	void what_is_no_record_is_told(String name, String part, String instead, String fault) {
		assertThatThrownBy(() -> {
			try (RunRecord record = read(RECORD.replace(part, instead))) {
				record.run();
				record.things((item) -> {
				});
			}
		}).isInstanceOf(IOException.class).hasMessageContaining(fault);
	}

	private static RunRecord read(String record) throws IOException {
		return new RunRecord(new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8)));
	}

}
