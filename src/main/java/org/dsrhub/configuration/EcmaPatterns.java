package org.dsrhub.configuration;

import java.util.regex.Pattern;

import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/**
 * Patterns as JSON Schema means them, by ECMA-262: {@code $} is the end of the text.
 * Java's own is also the place before a last line end, so that {@code "R-1\n"} would be a
 * reference.
 */
public final class EcmaPatterns implements RegularExpressionFactory {

	/**
	 * The validator's settings with these patterns.
	 */
	public static SchemaValidatorsConfig config() {
		return SchemaValidatorsConfig.builder().regularExpressionFactory(new EcmaPatterns()).build();
	}

	@Override
	public RegularExpression getRegularExpression(String regex) {
		Pattern pattern = Pattern.compile(regex.endsWith("$") ? regex.substring(0, regex.length() - 1) + "\\z" : regex);
		return (text) -> pattern.matcher(text).find();
	}

}
