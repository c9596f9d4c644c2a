package org.dsrhub.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import org.dsrhub.configuration.Sha256;
import org.dsrhub.intake.TakenFiles.TakenFile;
import org.dsrhub.mail.Attachment;
import org.dsrhub.mail.ReceivedMail;
import org.dsrhub.request.Door;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.security.Caller;
import org.springframework.stereotype.Component;

/**
 * Takes the request files and the form that a mail carries. A row's identity is the mail,
 * its file's content and its number: a file that is attached twice, or a mail that is
 * shown again, is taken once; the same file in another mail is filed anew.
 */
@Component
class MailedFiles {

	private static final Pattern REQUESTS = Pattern.compile(".*\\.(json|ndjson|csv)");

	private static final Pattern PACKED = Pattern.compile(".*\\.(zip|gz|tgz|tar|7z|rar|bz2|xz|zst)");

	/**
	 * What mail programs add by themselves: pictures of signatures, cards, signatures.
	 */
	private static final Pattern ADORNMENT = Pattern.compile(
			"image/.*|text/(x-)?vcard|text/calendar|application/(x-)?pkcs7-signature|application/pgp-(signature|keys)");

	private static final int LONGEST_NAME = 200;

	private final TakenFiles files;

	private final FileRows rows;

	private final FileDigests digests = new FileDigests();

	private final OpenRequests open;

	private final Clock clock;

	MailedFiles(TakenFiles files, FileRows rows, OpenRequests open, Clock clock) {
		this.files = files;
		this.rows = rows;
		this.open = open;
		this.clock = clock;
	}

	/**
	 * Takes what a mail carries.
	 * @throws IOException if a file cannot be read now, or another node is taking it
	 * @throws org.dsrhub.request.TooManyOpen if not all of it can be taken now; shown
	 * again, it goes on
	 */
	Taking take(ReceivedMail mail, Caller caller) throws IOException {
		Filer filer = new Filer(Door.MAIL, caller, receivedAt(mail));
		Map<UUID, Part> parts = new LinkedHashMap<>();
		List<Refused> refused = new ArrayList<>();
		if (FormRows.in(mail.text())) {
			String content = Sha256.of(mail.text());
			Part part = take(mail, "(text)", content, FormRows.of(mail.text(), mail.tenant()), filer);
			parts.put(part.file(), part);
		}
		for (Attachment attachment : mail.attachments()) {
			String name = attachment.name().toLowerCase(Locale.ROOT);
			if (REQUESTS.matcher(name).matches()) {
				Path file = attachment.file();
				Rows content = InboxFormat.of(name).rows(Files.newInputStream(file), mail.tenant());
				Part part = take(mail, shown(attachment), this.digests.of(file, Version.of(file)), content, filer);
				parts.putIfAbsent(part.file(), part);
			}
			else if (PACKED.matcher(name).matches()) {
				refused.add(new Refused(shown(attachment),
						"is packed and was not opened; unpack it and send the files that are in it"));
			}
			else if (!ADORNMENT.matcher(attachment.type()).matches()) {
				refused.add(new Refused(shown(attachment), "is not a .json, .ndjson or .csv file and was not opened"));
			}
		}
		return new Taking(List.copyOf(parts.values()), refused);
	}

	private Part take(ReceivedMail mail, String name, String content, Rows rows, Filer filer) throws IOException {
		try (Rows opened = rows) {
			TakenFile taken = this.files.claim(mail.tenant(), Sha256.of(mail.sha256() + content), mail.id())
				.orElseThrow(() -> new IOException("mail=%s is not taken here now".formatted(mail.id())));
			this.rows.take(taken.id(), opened, filer, (count) -> this.open.room(Door.MAIL, mail.tenant(), count));
			this.files.settle(taken.id());
			return new Part(name, taken.id());
		}
	}

	/** The mail server's clock may be ahead of the hub's. */
	private Instant receivedAt(ReceivedMail mail) {
		Instant now = this.clock.instant();
		return mail.receivedAt().isAfter(now) ? now : mail.receivedAt();
	}

	private static String shown(Attachment attachment) {
		String shown = ShownPath.of(attachment.name());
		return (shown.length() > LONGEST_NAME) ? shown.substring(0, LONGEST_NAME) : shown;
	}

	/**
	 * What was made of a mail.
	 *
	 * @param parts the files whose rows were taken
	 * @param refused the files that were not opened
	 */
	record Taking(List<Part> parts, List<Refused> refused) {
	}

	/**
	 * A file whose rows were taken.
	 *
	 * @param name as an answer may show it
	 */
	record Part(String name, UUID file) {
	}

	/**
	 * A file that was not opened, and why.
	 */
	record Refused(String name, String message) {
	}

}
