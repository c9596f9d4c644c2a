package org.dsrhub.record;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Identifiers;
import org.dsrhub.subject.Mention;
import org.dsrhub.subject.Subject;
import org.dsrhub.subject.TextScan;

/**
 * One record, read with one subject in mind: each node with the mentions in it and whom
 * they name.
 */
public final class Reading {

	private static final FieldName UNNAMED = FieldName.of("");

	private static final int SHORTEST_NAME = 6;

	private static final Set<String> NAMES = Set.of("name", "displayname", "accountname", "username");

	private static final Set<String> ACCOUNTS = Set.of("account", "mailbox", "user");

	private final Judge judge;

	private final TextScan scan;

	private final Fields fields;

	private final Set<IdentifierKind> kinds = EnumSet.noneOf(IdentifierKind.class);

	private final OtherNames otherNames = new OtherNames();

	private final Item root;

	Reading(JsonNode raw, Subject subject, Fields fields, TextScan scan) {
		this.judge = new Judge(subject);
		this.scan = scan;
		this.fields = fields;
		this.root = read(new Item(raw, null, UNNAMED, false, false), null);
	}

	/**
	 * The record as the source gave it.
	 */
	public JsonNode raw() {
		return this.root.json();
	}

	Item root() {
		return this.root;
	}

	OtherNames otherNames() {
		return this.otherNames;
	}

	Judge judge() {
		return this.judge;
	}

	/**
	 * The kinds of the subject's identifiers that make the record theirs; none, if it is
	 * not. A phone or an IP address is shared, so alone it counts only where nobody else
	 * is named.
	 */
	List<IdentifierKind> matchedBy() {
		boolean strongly = this.kinds.stream().anyMatch(IdentifierKind::strong);
		return (strongly || !this.root.signs().others()) ? List.copyOf(this.kinds) : List.of();
	}

	private Item read(Item item, String split) {
		if (this.fields.ofSubject(item)) {
			item.asSubjectField();
		}
		if (item.json().isObject()) {
			readObject(item);
		}
		else if (item.json().isArray()) {
			boolean inPlace = item.field().last().equals("columns");
			item.json().forEach((each) -> item.add(read(new Item(each, item, item.field(), true, inPlace), null)));
		}
		else if (split != null) {
			readSplitAccount(item, split);
		}
		else if (item.json().isTextual() || item.json().isNumber()) {
			readScalar(item);
		}
		return item;
	}

	private void readObject(Item item) {
		JsonNode columns = columns(item.json());
		Optional<String> split = splitAccount(item.json());
		for (Map.Entry<String, JsonNode> property : item.json().properties()) {
			String name = property.getKey();
			Item child = new Item(property.getValue(), item, FieldName.of(name), false, false);
			child.property(name, readName(name, item));
			boolean table = name.equalsIgnoreCase("rows") && columns.isArray() && property.getValue().isArray();
			item.add(table ? readRows(child, columns)
					: read(child, name.equalsIgnoreCase("name") ? split.orElse(null) : null));
		}
	}

	private static JsonNode columns(JsonNode object) {
		return object.has("columns") ? object.path("columns") : object.path("Columns");
	}

	private Item readRows(Item rows, JsonNode columns) {
		for (JsonNode each : rows.json()) {
			Item row = new Item(each, rows, rows.field(), true, false);
			if (!each.isArray()) {
				rows.add(read(row, null));
				continue;
			}
			for (int i = 0; i < each.size(); i++) {
				JsonNode column = columns.path(i);
				FieldName name = FieldName.of(column.isObject() ? name(column) : column.asText());
				row.add(read(new Item(each.get(i), row, name, true, true), null));
			}
			rows.add(row);
		}
		return rows;
	}

	private static String name(JsonNode column) {
		return column.has("name") ? column.path("name").asText() : column.path("Name").asText();
	}

	private boolean readName(String name, Item parent) {
		if (name.length() < SHORTEST_NAME || name.chars().allMatch(Character::isLetter)) {
			return false;
		}
		List<Mention> mentions = this.scan.scan(name);
		note(mentions, UNNAMED, parent.signs());
		return mentions.stream().anyMatch((mention) -> this.judge.whose(mention, UNNAMED) == Whose.OTHER);
	}

	private void readScalar(Item item) {
		boolean phone = item.field().phone();
		boolean person = this.fields.ofPerson(item) || nameOfAccount(item);
		if (item.json().isNumber() && !phone && !person) {
			return;
		}
		String text = item.text();
		Optional<JsonNode> embedded = item.json().isTextual() ? EmbeddedJson.read(text) : Optional.empty();
		if (embedded.isPresent()) {
			item.add(read(new Item(embedded.get(), item, UNNAMED, false, false), null));
			return;
		}
		List<Mention> mentions = phone ? this.scan.scanPhoneField(text) : this.scan.scan(text);
		note(mentions, item.field(), item.signs());
		if (!person) {
			item.found(mentions, Person.NOBODY);
			return;
		}
		Person named = Person.of(text, mentions, this.judge, item.field());
		named.parts().forEach((piece) -> {
			item.signs().person(piece.part());
			if (piece.part() == Person.Part.OTHER) {
				this.otherNames.add(text.substring(piece.start(), piece.end()));
			}
		});
		item.scope().add(item.signs());
		item.found(mentions, named);
	}

	private void note(List<Mention> mentions, FieldName field, Signs signs) {
		for (Mention mention : mentions) {
			Whose whose = this.judge.whose(mention, field);
			boolean subjects = whose == Whose.SUBJECT && !mention.encoded();
			if (subjects) {
				match(this.judge.kinds(mention), mention.value());
			}
			if (this.judge.strong(mention) && (subjects || whose == Whose.OTHER)) {
				signs.strong(whose);
			}
		}
	}

	private void match(Set<IdentifierKind> possible, String value) {
		possible.stream().filter((kind) -> this.judge.has(kind, value)).forEach(this.kinds::add);
	}

	/**
	 * Of Microsoft's entities a file, a host or a malware has a {@code name} too; that of
	 * an account, a mailbox or a user is a person's.
	 */
	private static boolean nameOfAccount(Item item) {
		if (item.element() || !NAMES.contains(item.field().last())) {
			return false;
		}
		JsonNode siblings = item.parent().json();
		String type = siblings.path("type").asText(siblings.path("Type").asText(""));
		return ACCOUNTS.contains(FieldName.normal(type));
	}

	/**
	 * Microsoft's account entities hold a user principal name in two parts.
	 */
	private static Optional<String> splitAccount(JsonNode object) {
		String name = "";
		String suffix = "";
		for (Map.Entry<String, JsonNode> property : object.properties()) {
			if (property.getKey().equalsIgnoreCase("name")) {
				name = property.getValue().asText().strip();
			}
			else if (property.getKey().equalsIgnoreCase("upnSuffix")) {
				suffix = property.getValue().asText().strip();
			}
		}
		return (name.isEmpty() || suffix.isEmpty() || name.indexOf('@') >= 0 || name.equals(ThirdPartyRedaction.MARK))
				? Optional.empty() : Identifiers.userPrincipalName(name + "@" + suffix);
	}

	private void readSplitAccount(Item item, String account) {
		Mention mention = new Mention(Mention.Form.ADDRESS, account, 0, item.text().length(), false);
		note(List.of(mention), item.field(), item.signs());
		item.signs().person(item.signs().subject() ? Person.Part.IDENTIFIER : Person.Part.OTHER);
		item.scope().add(item.signs());
		item.found(List.of(mention), Person.NOBODY);
	}

}
