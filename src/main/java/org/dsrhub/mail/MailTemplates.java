package org.dsrhub.mail;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
 */
@Component
public class MailTemplates {

	private static final String ENGLISH = "en";

	private static final String SUBJECT = "Subject: ";

	private final Path folder;

	private final Map<String, Letter> letters = new ConcurrentHashMap<>();

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

	private Letter read(String name, String language) {
		String wanted = (language != null) ? language : ENGLISH;
		TemplateFolder folder = has(wanted, name) ? folder(wanted) : folder(ENGLISH);
		try {
			return new Letter(name, compile(folder, name, false),
					folder.has(name + ".html") ? compile(folder, name + ".html", true) : null);
		}
		catch (IOException ex) {
			throw new IllegalStateException("the template mail/%s/%s cannot be read".formatted(wanted, name), ex);
		}
	}

	private boolean has(String language, String name) {
		return folder(language).has(name);
	}

	private TemplateFolder folder(String language) {
		return new TemplateFolder(this.folder.resolve(language), "mail/" + language);
	}

	private static Template compile(TemplateFolder folder, String name, boolean html) throws IOException {
		try (Reader text = folder.open(name)) {
			return Mustache.compiler().escapeHTML(html).withLoader(folder::open).strictSections(true).compile(text);
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
