package org.dsrhub.camel;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;

/**
 * A body in JSON whose texts hold placeholders: {@code {objectId}} for a value,
 * {@code {in:email}} as a whole text for the list of the subject's addresses. Values come
 * in after the JSON was read, so that none can become a part of it.
 */
record BodyTemplate(Map<String, String> values, Map<String, List<String>> identifiers) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

	private static final Pattern LIST = Pattern.compile("\\{in:([A-Za-z]+)}");

	/**
	 * The body.
	 * @throws VendorFault if the template is not JSON, or there is no such value
	 */
	JsonNode fill(String template) {
		try {
			return filled(JSON.readTree(template));
		}
		catch (JsonProcessingException ex) {
			throw VendorFault.terminal(Reason.NOT_CONFIGURED, "the body in the source's file is not JSON");
		}
	}

	private JsonNode filled(JsonNode node) {
		if (node.isObject()) {
			ObjectNode object = JsonNodeFactory.instance.objectNode();
			node.properties().forEach((field) -> object.set(field.getKey(), filled(field.getValue())));
			return object;
		}
		if (node.isArray()) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode();
			node.forEach((element) -> array.add(filled(element)));
			return array;
		}
		return node.isTextual() ? text(node.asText()) : node;
	}

	private JsonNode text(String text) {
		Matcher list = LIST.matcher(text);
		if (list.matches()) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode();
			this.identifiers.getOrDefault(list.group(1), List.of()).forEach(array::add);
			return array;
		}
		return JsonNodeFactory.instance
			.textNode(PLACEHOLDER.matcher(text).replaceAll((found) -> Matcher.quoteReplacement(value(found.group(1)))));
	}

	private String value(String name) {
		String value = this.values.get(name);
		if (value == null) {
			throw VendorFault.terminal(Reason.NOT_CONFIGURED, "nothing stands for {%s}".formatted(name));
		}
		return value;
	}

}
