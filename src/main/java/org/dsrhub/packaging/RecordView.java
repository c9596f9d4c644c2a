package org.dsrhub.packaging;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Source.Classification;
import org.dsrhub.subject.IdentifierKind;

/**
 * A record as the page shows it.
 *
 * @param number its place in the source's file, from 1
 * @param facts how it was found and what was taken out, in one line
 */
record RecordView(long number, String facts, List<ValueView> fields) {

	static RecordView of(long number, JsonNode node) {
		List<String> facts = new ArrayList<>();
		List<IdentifierKind> kinds = new ArrayList<>();
		node.path("matchedBy").forEach((each) -> kinds.add(IdentifierKind.of(each.asText())));
		if (!kinds.isEmpty()) {
			facts.add("found by your " + PlainWords.kinds(kinds));
		}
		if (node.hasNonNull("retrievedAt")) {
			facts.add("read " + node.path("retrievedAt").asText());
		}
		int redactions = node.path("redactions").asInt();
		if (redactions > 0) {
			facts.add(PlainWords.redactions(redactions));
		}
		String classification = node.path("classification").asText();
		if (Classification.UNCLASSIFIED.label().equals(classification)) {
			facts.add("not yet classified by the organisation");
		}
		else if (!classification.isEmpty() && !Classification.NOT_REQUIRED.label().equals(classification)) {
			facts.add("classified by the organisation as " + classification);
		}
		ValueView data = ValueView.of(node.path("data"));
		return new RecordView(number, String.join(" · ", facts), data.nested() ? data.entries() : List.of(data));
	}

}
