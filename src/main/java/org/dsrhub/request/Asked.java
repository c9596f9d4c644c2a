package org.dsrhub.request;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.Change;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;

/**
 * What a request wants done, its options read with their defaults.
 *
 * @param options the document's, a closed list
 * @param corrections field to new value
 */
public record Asked(Right right, Map<String, JsonNode> options, Map<String, JsonNode> corrections) {

	public static Asked of(RequestDocument document) {
		return new Asked(document.right(), document.options(), document.corrections());
	}

	/**
	 * Whether a restriction is to be lifted (GDPR art. 18(3)).
	 */
	public boolean lift() {
		return this.right == Right.RESTRICT && on("liftRestriction");
	}

	/**
	 * Whether data is restricted by taking it out of the source (recital 67).
	 */
	public boolean remove() {
		return this.right == Right.RESTRICT && !lift() && "remove".equals(text("restrictBy"));
	}

	/**
	 * Whether a verified package comes before any change: wanted, or not refused for a
	 * restriction.
	 */
	public boolean exportFirst() {
		if (this.right.readOnly() || lift()) {
			return false;
		}
		return this.options.containsKey("exportFirst") ? on("exportFirst") : this.right == Right.RESTRICT;
	}

	/**
	 * Whether anybody gets a copy of what is found.
	 */
	public boolean copied() {
		return this.right.packaged() || exportFirst();
	}

	/**
	 * Whether a directory entry is deleted for good at once, or after a time.
	 */
	public boolean permanentNow() {
		return "now".equals(text("permanentDelete"));
	}

	public boolean on(String option) {
		return this.options.containsKey(option) && this.options.get(option).asBoolean();
	}

	/**
	 * The right whose rules hold for each source: a restriction by removal is an erasure.
	 */
	public Right column() {
		return remove() ? Right.ERASE : this.right;
	}

	/**
	 * How a source is changed, or why it is not; empty for a right that changes nothing.
	 */
	public Optional<Change> change(Source source) {
		return source.change(column());
	}

	private String text(String option) {
		return this.options.containsKey(option) ? this.options.get(option).asText() : null;
	}

}
