package org.dsrhub.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * One column of a CSV file and the field of the request document that it fills.
 *
 * @param name as it stands in the header
 * @param parent the object that holds the field, empty for the document itself
 * @param field the field's name in it
 */
record CsvColumn(String name, String parent, String field) {

	private static final List<CsvColumn> FIXED = List.of(new CsvColumn("reference", "", "reference"),
			new CsvColumn("right", "", "right"), new CsvColumn("email", "subject", "email"),
			new CsvColumn("userPrincipalName", "subject", "userPrincipalName"),
			new CsvColumn("objectId", "subject", "objectId"), new CsvColumn("phone", "subject", "phone"),
			new CsvColumn("ipAddresses", "subject", "ipAddresses"), new CsvColumn("sources", "", "sources"),
			new CsvColumn("receivedAt", "", "receivedAt"), new CsvColumn("requesterName", "requester", "name"),
			new CsvColumn("requesterEmail", "requester", "email"));

	private static final Set<String> OPTIONS = Set.of("exportFirst", "deleteJitPolicies", "permanentDelete",
			"restrictBy", "liftRestriction");

	private static final Set<String> LISTS = Set.of("ipAddresses", "sources");

	/**
	 * The column of this name; empty if there is none.
	 */
	static Optional<CsvColumn> of(String name) {
		if (name.startsWith("correction.") && name.length() > "correction.".length()) {
			return Optional.of(new CsvColumn(name, "corrections", name.substring("correction.".length())));
		}
		if (name.startsWith("option.") && OPTIONS.contains(name.substring("option.".length()))) {
			return Optional.of(new CsvColumn(name, "options", name.substring("option.".length())));
		}
		return FIXED.stream().filter((column) -> column.name.equals(name)).findFirst();
	}

	/**
	 * The name of the column that fills a field of the document; the field itself where
	 * there is none.
	 * @param path as errors name it
	 */
	static String named(String path) {
		String plain = path.replaceFirst("\\[\\d+]$", "");
		if (plain.equals("subject")) {
			return "email";
		}
		return FIXED.stream()
			.filter((column) -> column.path().equals(plain))
			.map(CsvColumn::name)
			.findFirst()
			.orElse(plain.replaceFirst("^(correction|option)s\\.", "$1."));
	}

	/**
	 * Where the column's value stands in the document, as errors name it.
	 */
	String path() {
		return this.parent.isEmpty() ? this.field : this.parent + "." + this.field;
	}

	void fill(ObjectNode document, String cell) {
		ObjectNode target = this.parent.isEmpty() ? document : document.withObjectProperty(this.parent);
		target.set(this.field, value(cell));
	}

	private JsonNode value(String cell) {
		if (LISTS.contains(this.field) && !this.parent.equals("corrections")) {
			ArrayNode list = JsonNodeFactory.instance.arrayNode();
			Arrays.stream(cell.split("\\|")).map(String::strip).filter((entry) -> !entry.isEmpty()).forEach(list::add);
			return list;
		}
		if (this.parent.equals("options") && (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false"))) {
			return BooleanNode.valueOf(Boolean.parseBoolean(cell));
		}
		return TextNode.valueOf(cell);
	}

}
