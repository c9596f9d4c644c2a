package org.dsrhub.record;

import java.util.List;

/**
 * The fields that a source file names, by key or by the end of the path; see
 * {@link org.dsrhub.source.Source}.
 */
final class FieldPatterns {

	private final List<String> patterns;

	/** Of patterns that begin with an asterisk, what the key has to end with. */
	private final List<String> endings;

	FieldPatterns(List<String> patterns) {
		List<String> all = (patterns == null) ? List.of() : patterns;
		this.patterns = all.stream()
			.filter((pattern) -> !pattern.startsWith("*"))
			.map(FieldPatterns::normal)
			.filter((pattern) -> !pattern.isEmpty())
			.toList();
		this.endings = all.stream().filter((pattern) -> pattern.startsWith("*")).map(FieldPatterns::normal).toList();
	}

	private static String normal(String pattern) {
		return FieldName.normal(pattern.replaceAll("\\[\\d*]", ""));
	}

	boolean match(Item item) {
		if (!this.endings.isEmpty() && (!item.element() || item.cell())) {
			String key = item.field().last();
			for (String ending : this.endings) {
				if (key.endsWith(ending)) {
					return true;
				}
			}
		}
		for (String pattern : this.patterns) {
			if (match(pattern, item)) {
				return true;
			}
		}
		return false;
	}

	private static boolean match(String pattern, Item item) {
		String rest = pattern;
		boolean first = true;
		for (Item at = item; at != null; at = at.parent()) {
			if (at.element() && !at.cell()) {
				continue;
			}
			List<String> segments = at.field().segments();
			for (int i = segments.size() - 1; i >= 0; i--) {
				if (!rest.endsWith(segments.get(i))) {
					if (!first && segments.get(i).equals("rows")) {
						continue;
					}
					return false;
				}
				rest = rest.substring(0, rest.length() - segments.get(i).length());
				first = false;
				if (rest.isEmpty()) {
					return true;
				}
			}
		}
		return false;
	}

}
