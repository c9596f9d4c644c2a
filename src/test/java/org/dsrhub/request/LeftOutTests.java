package org.dsrhub.request;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeftOutTests {

	@Test
	void what_the_ledger_keeps_is_read_back() {
		List<LeftOut> all = List.of(new LeftOut("a", null), new LeftOut("b", "x.y[0]"), new LeftOut("b", "z"));
		List<LeftOut> read = LeftOut.of(LeftOut.json(all));
		assertThat(read).isEqualTo(all);
		assertThat(LeftOut.records(read)).isEqualTo(Set.of("a"));
		assertThat(LeftOut.fields(read)).isEqualTo(Map.of("b", Set.of("x.y[0]", "z")));
	}

	@Test
	void what_an_earlier_version_wrote_is_read_too() {
		assertThat(LeftOut.of("[\"a\",\"b\"]")).containsExactly(new LeftOut("a", null), new LeftOut("b", null));
		assertThat(LeftOut.of(null)).isEmpty();
		assertThat(LeftOut.json(List.of())).isNull();
	}

}
