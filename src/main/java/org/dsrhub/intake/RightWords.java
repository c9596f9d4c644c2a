package org.dsrhub.intake;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.configuration.ConfigurationFile;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.source.Right;
import org.springframework.stereotype.Component;

/**
 * By which words a person's own mail is understood, from {@code config/words/}. Every
 * language is looked for in every mail; where more or less than one right is named, a
 * person reads the mail.
 */
@Component
class RightWords {

	private final List<Language> languages;

	/**
	 * Reads the files.
	 * @throws org.dsrhub.configuration.InvalidConfiguration naming what is wrong in them
	 */
	RightWords(HubProperties hub) {
		ConfigurationFile<Language> kind = new ConfigurationFile<>(Language.class, "language");
		this.languages = ConfigurationFile.in(hub.config().resolve("words")).stream().map(kind::read).toList();
	}

	/**
	 * The one right that a text asks for, and the language in which it does.
	 */
	Optional<Asked> find(String text) {
		String words = plain(text);
		Set<Right> rights = EnumSet.noneOf(Right.class);
		String spoken = null;
		long most = 0;
		for (Language language : this.languages) {
			if (said(words, language.unless()) > 0) {
				return Optional.empty();
			}
			long here = 0;
			for (Right right : Right.values()) {
				long said = said(words, language.phrases(right));
				if (said > 0) {
					rights.add(right);
				}
				here += said;
			}
			if (here > most) {
				most = here;
				spoken = language.language();
			}
		}
		return (rights.size() == 1) ? Optional.of(new Asked(rights.iterator().next(), spoken)) : Optional.empty();
	}

	private static long said(String words, List<String> phrases) {
		return phrases.stream().filter((phrase) -> words.contains(plain(phrase))).count();
	}

	/**
	 * Words in lower case with one space around each, so that only whole ones are found.
	 */
	private static String plain(String text) {
		return " " + Normalizer.normalize(text, Normalizer.Form.NFKC)
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
			.strip() + " ";
	}

	/**
	 * What was understood.
	 *
	 * @param language of most of the words, such as {@code da}
	 */
	record Asked(Right right, String language) {
	}

	/**
	 * A language's phrases.
	 *
	 * @param language its two letters, also the file's name
	 * @param unless phrases with which a person reads the mail whatever else it says
	 */
	record Language(String language, List<String> access, List<String> export, List<String> rectify,
			List<String> restrict, List<String> erase, List<String> unless) {

		List<String> phrases(Right right) {
			return switch (right) {
				// What is where is the organisation's own question.
				case DISCOVER -> List.of();
				case ACCESS -> this.access;
				case EXPORT -> this.export;
				case RECTIFY -> this.rectify;
				case RESTRICT -> this.restrict;
				case ERASE -> this.erase;
			};
		}

	}

}
