package org.dsrhub.subject;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScanMemoryTests {

	private static final String TEXT = "written by ana@contoso.example";

	private final ScanMemory memory = new ScanMemory();

	@Test
	void a_text_is_scanned_once_for_a_tenant() {
		List<Mention> found = this.memory.scan("contoso", "DK").scan(TEXT);
		assertThat(found).isNotEmpty();
		assertThat(this.memory.scan("contoso", "DK").scan(TEXT)).isSameAs(found);
	}

	@Test
	void nothing_that_is_remembered_of_one_tenant_is_used_for_another() {
		List<Mention> found = this.memory.scan("contoso", "DK").scan(TEXT);
		assertThat(this.memory.scan("fabrikam", "DK").scan(TEXT)).isEqualTo(found).isNotSameAs(found);
	}

	@Test
	void what_was_found_in_one_region_is_not_used_for_another() {
		List<Mention> found = this.memory.scan("contoso", "DK").scan(TEXT);
		assertThat(this.memory.scan("contoso", "US").scan(TEXT)).isNotSameAs(found);
	}

}
