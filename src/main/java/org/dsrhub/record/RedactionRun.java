package org.dsrhub.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dsrhub.subject.Mention;
import org.dsrhub.subject.Mention.Form;

/**
 * One record on its way to the subject.
 */
final class RedactionRun {

	private static final TextNode MARK = TextNode.valueOf(ThirdPartyRedaction.MARK);

	private final Judge judge;

	private final OtherNames otherNames;

	private final JsonNode data;

	private int count;

	RedactionRun(Reading reading) {
		this.judge = reading.judge();
		this.otherNames = reading.otherNames();
		this.data = copy(reading.root(), false);
	}

	JsonNode data() {
		return this.data;
	}

	int count() {
		return this.count;
	}

	private JsonNode copy(Item item, boolean inherited) {
		boolean own = inherited;
		if (item.subjectField() && !own && says(item)) {
			Ownership ownership = Ownership.of(item);
			if (ownership == Ownership.OTHERS || (!item.children().isEmpty() && item.signs().onlyOthers())) {
				return mark();
			}
			own = ownership == Ownership.SUBJECTS;
		}
		if (item.json().isObject()) {
			return copyObject(item, own);
		}
		if (item.json().isArray()) {
			return copyArray(item, own);
		}
		return (item.json().isTextual() || item.json().isNumber()) ? copyScalar(item, own) : item.json();
	}

	private ObjectNode copyObject(Item item, boolean own) {
		ObjectNode copy = JsonNodeFactory.instance.objectNode();
		for (Item child : item.children()) {
			if (child.namedAfterOther()) {
				this.count++;
			}
			else {
				copy.set(child.name(), copy(child, own));
			}
		}
		return copy;
	}

	private ArrayNode copyArray(Item item, boolean own) {
		ArrayNode copy = JsonNodeFactory.instance.arrayNode(item.children().size());
		for (Item child : item.children()) {
			if (!own && !child.cell() && (child.signs().onlyOthers() || isOthersIdentifier(child))) {
				this.count++;
			}
			else {
				copy.add(copy(child, own));
			}
		}
		return copy;
	}

	private JsonNode copyScalar(Item item, boolean own) {
		String text = item.text();
		if (item.field().secret() && says(item)) {
			return mark();
		}
		if (!item.children().isEmpty()) {
			return copyEmbedded(item, own);
		}
		Cuts cuts = new Cuts(text);
		if (item.field().storage() && text.indexOf('?') >= 0) {
			cuts.add(text.indexOf('?') + 1, text.length());
		}
		for (Person.Piece piece : item.person().parts()) {
			if (piece.part() == Person.Part.OTHER) {
				cuts.add(piece.start(), piece.end());
			}
		}
		for (Mention mention : item.mentions()) {
			if (isOthers(item, mention, text, own) && !isSubjectsName(item, mention)) {
				cuts.add(mention.start(), mention.end());
			}
		}
		if (!own && item.json().isTextual()) {
			this.otherNames.cut(text, cuts);
		}
		this.count += cuts.count();
		return (cuts.count() == 0) ? item.json() : TextNode.valueOf(cuts.apply());
	}

	/** Written anew only where something was taken out. */
	private JsonNode copyEmbedded(Item item, boolean own) {
		int before = this.count;
		JsonNode copy = copy(item.children().get(0), own);
		return (this.count == before) ? item.json() : TextNode.valueOf(copy.toString());
	}

	/**
	 * In the subject's own field a whole value is theirs even if it is unknown to us; an
	 * address within a longer text is not.
	 */
	private boolean isOthers(Item item, Mention mention, String text, boolean own) {
		if (this.judge.whose(mention, item.field()) != Whose.OTHER) {
			return false;
		}
		return !own || mention.form() == Form.SECRET || mention.encoded()
				|| (this.judge.strong(mention) && !covers(mention, text));
	}

	private boolean isSubjectsName(Item item, Mention mention) {
		return mention.form() != Form.SECRET && item.person()
			.parts()
			.stream()
			.anyMatch((piece) -> piece.part() == Person.Part.NAME && piece.start() <= mention.start()
					&& mention.end() <= piece.end());
	}

	private boolean isOthersIdentifier(Item item) {
		return item.json().isValueNode() && item.mentions()
			.stream()
			.anyMatch((mention) -> mention.form() != Form.SECRET && !mention.encoded() && covers(mention, item.text())
					&& this.judge.whose(mention, item.field()) == Whose.OTHER);
	}

	private static boolean covers(Mention mention, String text) {
		return text.substring(0, mention.start()).isBlank() && text.substring(mention.end()).isBlank();
	}

	private static boolean says(Item item) {
		JsonNode json = item.json();
		return json.isContainerNode() ? !json.isEmpty() : (json.isTextual() || json.isNumber())
				&& !json.asText().isBlank() && !json.asText().equals(ThirdPartyRedaction.MARK);
	}

	private JsonNode mark() {
		this.count++;
		return MARK;
	}

}
