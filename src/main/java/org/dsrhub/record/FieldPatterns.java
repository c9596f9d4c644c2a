package org.dsrhub.record;

import java.util.List;

/**
 * The fields that a source file names, by key or by the end of the path; see
 * {@link org.dsrhub.source.Source}.
 */
final class FieldPatterns {

	private final List<String> patterns;

	FieldPatterns(List<String> patterns) {
		this.patterns = (patterns == null) ? List.of()
				: patterns.stream().map(FieldPatterns::normal).filter((pattern) -> !pattern.isEmpty()).toList();
	}

	private static String normal(String pattern) {
		return FieldName.normal(pattern.replaceAll("\\[\\d*]", ""));
	}

	boolean match(Item item) {
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
