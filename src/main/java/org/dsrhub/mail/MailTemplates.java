package org.dsrhub.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.TemplateFolder;
import org.springframework.stereotype.Component;

/**
 * The templates of mails, {@code config/templates/mail/<language>/<name>.mustache} and,
 * for the same as HTML, {@code <name>.html.mustache}. The text's first line is
 * {@code Subject: ...}. English ones are built in; what an installation has in its own
 * folder takes their place, and a language that lacks a template falls back to English.
 * What a template takes in by {@code {{>name}}} stands in the middle of a sentence: its
 * line breaks count for nothing.
 */
@Component
public class MailTemplates {

	private static final String ENGLISH = "en";

	private static final String SUBJECT = "Subject: ";

	private final Path folder;

	private final Map<String, Letter> letters = new ConcurrentHashMap<>();

	private final Map<String, Template> pages = new ConcurrentHashMap<>();

	MailTemplates(HubProperties hub) {
		this.folder = hub.config().resolve("templates").resolve("mail");
	}

	/**
	 * Writes a mail's words.
	 * @param name the template's, such as {@code answer-completed}
	 * @param language two letters, or null for English
	 * @param view what the template can name
	 * @throws IllegalStateException if there is no such template, or its first line is no
	 * subject
	 * @throws com.samskivert.mustache.MustacheException if it is not well-formed
	 */
	public MailText write(String name, String language, Object view) {
		return this.letters.computeIfAbsent(name + "/" + language, (key) -> read(name, language)).write(view);
	}

	/**
	 * Writes a page that is no mail but belongs to one, {@code <name>.html.mustache}.
	 * @throws IllegalStateException if there is no such template
	 * @throws com.samskivert.mustache.MustacheException if it is not well-formed
	 */
	public String page(String name, String language, Object view) {
		return this.pages.computeIfAbsent(name + "/" + language, (key) -> {
			try {
				return compile(folder(has(name + ".html", language) ? language : ENGLISH), name + ".html", true);
			}
			catch (IOException ex) {
				throw new IllegalStateException("the template mail/%s/%s cannot be read".formatted(language, name), ex);
			}
		}).execute(view);
	}

	/**
	 * Whether there is a template in a language, which may be anything that a stranger
	 * wrote.
	 */
	public boolean has(String name, String language) {
		return language != null && language.matches("[a-z]{2}") && folder(language).has(name);
	}

	private Letter read(String name, String language) {
		TemplateFolder folder = folder(has(name, language) ? language : ENGLISH);
		try {
			return new Letter(name, compile(folder, name, false),
					folder.has(name + ".html") ? compile(folder, name + ".html", true) : null);
		}
		catch (IOException ex) {
			throw new IllegalStateException("the template mail/%s/%s cannot be read".formatted(language, name), ex);
		}
	}

	private TemplateFolder folder(String language) {
		return new TemplateFolder(this.folder.resolve(language), "mail/" + language);
	}

	private static Template compile(TemplateFolder folder, String name, boolean html) throws IOException {
		try (Reader text = folder.open(name)) {
			return Mustache.compiler()
				.escapeHTML(html)
				.withLoader((part) -> part(folder, part))
				.strictSections(true)
				.compile(text);
		}
	}

	private static Reader part(TemplateFolder folder, String name) throws IOException {
		try (BufferedReader lines = new BufferedReader(folder.open(name))) {
			return new StringReader(lines.lines().map(String::strip).collect(Collectors.joining()));
		}
	}

	/**
	 * One template.
	 */
	private record Letter(String name, Template text, Template html) {

		MailText write(Object view) {
			String words = this.text.execute(view);
			int end = words.indexOf('\n');
			if (!words.startsWith(SUBJECT) || end < 0) {
				throw new IllegalStateException(
						"the template mail/%s must begin with a line \"Subject: ...\"".formatted(this.name));
			}
			String subject = words.substring(SUBJECT.length(), end).replaceAll("\\p{Cntrl}+", " ").strip();
			return new MailText(subject, words.substring(end).strip() + "\n",
					(this.html != null) ? this.html.execute(view) : null);
		}

	}

}
