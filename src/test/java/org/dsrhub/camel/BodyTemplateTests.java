package org.dsrhub.camel;

import java.util.List;
import java.util.Map;

import org.dsrhub.source.VendorFault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a service is told, made from the words of a source's file and the subject's
 * identifiers.
 */
class BodyTemplateTests {

	private final BodyTemplate template = new BodyTemplate(Map.of("objectId", "a\",\"admin\":\"true", "x", "$1{y}"),
			Map.of("email", List.of("ana@contoso.example", "o\"brien@contoso.example")));

	@Test
	void a_value_stays_within_its_text_whatever_is_in_it() {
		assertThat(
				this.template.fill("{\"who\": \"id {objectId}\", \"deep\": [{\"n\": 1, \"x\": \"{x}\"} ] }").toString())
			.isEqualTo("{\"who\":\"id a\\\",\\\"admin\\\":\\\"true\",\"deep\":[{\"n\":1,\"x\":\"$1{y}\"}]}");
	}

	@Test
	void identifiers_come_in_as_a_list() {
		assertThat(this.template.fill("{\"people\": \"{in:email}\", \"phones\": \"{in:phone}\"}").toString())
			.isEqualTo("{\"people\":[\"ana@contoso.example\",\"o\\\"brien@contoso.example\"],\"phones\":[]}");
	}

	@Test
	void what_stands_for_nothing_is_no_body() {
		assertThatThrownBy(() -> this.template.fill("{\"to\": \"{storage}\"}")).isInstanceOf(VendorFault.class)
			.hasMessage("nothing stands for {storage}");
		assertThatThrownBy(() -> this.template.fill("{\"to\": ")).isInstanceOf(VendorFault.class);
	}

}
