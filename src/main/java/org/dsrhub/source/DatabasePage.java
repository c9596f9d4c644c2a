package org.dsrhub.source;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.source.VendorFault.Reason;

/**
 * Rows of a database above a key. The last of several is left to the next page, which
 * begins with it: so two rows with one key always meet in a page, however few rows a
 * query asks for, and neither is passed over. Only a page without any row is the last
 * one.
 *
 * @param rows as they came
 * @param key the column by which they are ordered
 * @param after the key that theirs must be above
 */
public record DatabasePage(List<JsonNode> rows, String key, String after) implements Page {

	@Override
	public String read(Consumer<JsonNode> consumer) {
		String last = this.after;
		for (JsonNode row : this.rows) {
			JsonNode own = key(row);
			check(own, last);
			last = own.asText();
		}
		List<JsonNode> whole = this.rows.subList(0, (this.rows.size() > 1) ? this.rows.size() - 1 : this.rows.size());
		whole.forEach(consumer);
		return whole.isEmpty() ? null : key(whole.get(whole.size() - 1)).asText();
	}

	private JsonNode key(JsonNode row) {
		return row.properties()
			.stream()
			.filter((field) -> field.getKey().equalsIgnoreCase(this.key) && !field.getValue().isNull())
			.map(java.util.Map.Entry::getValue)
			.findFirst()
			.orElseThrow(() -> invalid("a row has no key"));
	}

	/**
	 * How texts are ordered is the database's own business.
	 */
	private static void check(JsonNode own, String before) {
		if (own.asText().equals(before)) {
			throw invalid("two rows have the same key");
		}
		if (own.isNumber() && isNumber(before) && own.decimalValue().compareTo(new BigDecimal(before)) <= 0) {
			throw invalid("the keys do not ascend; order the query by its key");
		}
	}

	private static boolean isNumber(String text) {
		return text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");
	}

	private static VendorFault invalid(String message) {
		return VendorFault.terminal(Reason.INVALID_ANSWER, message);
	}

}
