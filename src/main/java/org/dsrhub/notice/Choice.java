package org.dsrhub.notice;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of an enumeration's values as a template asks for it: by each one's label, whether
 * it is this one.
 */
final class Choice {

	private Choice() {
	}

	static <E extends Enum<E>> Map<String, Boolean> of(E chosen, Function<E, String> label) {
		return Arrays.stream(chosen.getDeclaringClass().getEnumConstants())
			.collect(Collectors.toUnmodifiableMap(label, (each) -> each == chosen));
	}

}
