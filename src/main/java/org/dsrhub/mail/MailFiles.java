package org.dsrhub.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.configuration.PrivateFiles;
import org.dsrhub.mail.InboundMails.RawMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Where mails that came are kept as they were received:
 * {@code data/mail/<tenant>/<id>.eml}, readable by the hub's account alone.
 */
@Component
class MailFiles {

	private static final Logger log = LoggerFactory.getLogger(MailFiles.class);

	private static final String EML = ".eml";

	/** What is older was left by a node that was killed. */
	private static final Duration UNFINISHED = Duration.ofDays(1);

	private final Path root;

	private final long most;

	private final Clock clock;

	MailFiles(HubProperties hub, MailLimits limits, Clock clock) {
		this.root = hub.data().resolve("mail");
		this.most = limits.mail().toBytes();
		this.clock = clock;
	}

	/**
	 * Keeps a mail as it comes, at most {@code hub.mail.limits.mail} of it. It survives a
	 * power cut.
	 * @throws IOException if it cannot be read, or not be written
	 */
	KeptMail keep(String tenant, RawMail content) throws IOException {
		Path folder = this.root.resolve(tenant);
		PrivateFiles.createFolder(folder);
		Path file = folder.resolve("." + UUID.randomUUID());
		try (FileChannel channel = PrivateFiles.replace(file);
				LimitedOutput output = new LimitedOutput(Channels.newOutputStream(channel), this.most)) {
			content.writeTo(output);
			channel.force(true);
			return new KeptMail(file, output.sha256(), output.whole());
		}
		catch (IOException | RuntimeException ex) {
			Files.deleteIfExists(file);
			throw ex;
		}
	}

	/**
	 * A folder for what is in a mail, while it is being read; made anew.
	 * @throws IOException if it cannot be made
	 */
	Path workFolder(InboundMail mail) throws IOException {
		Path folder = workPath(mail);
		FileSystemUtils.deleteRecursively(folder);
		PrivateFiles.createFolder(folder);
		return folder;
	}

	/**
	 * Another such folder, for somebody who only looks at the mail.
	 * @throws IOException if it cannot be made
	 */
	Path viewFolder(InboundMail mail) throws IOException {
		Path folder = this.root.resolve(mail.tenant()).resolve("." + UUID.randomUUID() + ".parts");
		PrivateFiles.createFolder(folder);
		return folder;
	}

	void deleteWork(InboundMail mail) {
		deleteFolder(mail, workPath(mail));
	}

	void deleteFolder(InboundMail mail, Path folder) {
		try {
			FileSystemUtils.deleteRecursively(folder);
		}
		catch (IOException ex) {
			log.warn("event=mail-files-left tenant={} mail={} fault={}", mail.tenant(), mail.id(),
					ex.getClass().getSimpleName());
		}
	}

	Optional<Path> eml(InboundMail mail) {
		return Optional.of(path(mail)).filter(Files::exists);
	}

	void accept(KeptMail kept, InboundMail mail) throws IOException {
		Files.move(kept.file(), path(mail), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		PrivateFiles.syncFolder(path(mail).getParent());
	}

	void drop(KeptMail kept) throws IOException {
		Files.deleteIfExists(kept.file());
	}

	/** Whatever cannot be deleted now is found by {@link #tidy}. */
	void delete(InboundMail mail) {
		try {
			Files.deleteIfExists(path(mail));
		}
		catch (IOException ex) {
			log.warn("event=mail-file-left tenant={} mail={} fault={}", mail.tenant(), mail.id(),
					ex.getClass().getSimpleName());
		}
	}

	/**
	 * Deletes what nobody needs any more.
	 * @param needed whether a mail of this tenant and id still is
	 */
	void tidy(BiPredicate<String, UUID> needed) {
		Instant before = this.clock.instant().minus(UNFINISHED);
		if (!Files.exists(this.root)) {
			return;
		}
		try (Stream<Path> left = Files.find(this.root, 2, (path, file) -> path.getParent().getParent().equals(this.root)
				&& file.lastModifiedTime().toInstant().isBefore(before))) {
			for (Path path : left.toList()) {
				String name = path.getFileName().toString();
				boolean kept = name.endsWith(EML) && needed.test(path.getParent().getFileName().toString(),
						UUID.fromString(name.substring(0, name.length() - EML.length())));
				if (!kept) {
					FileSystemUtils.deleteRecursively(path);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path path(InboundMail mail) {
		return this.root.resolve(mail.tenant()).resolve(mail.id() + EML);
	}

	private Path workPath(InboundMail mail) {
		return this.root.resolve(mail.tenant()).resolve(mail.id() + ".parts");
	}

}
