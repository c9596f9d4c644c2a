package org.dsrhub.simulated;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import okhttp3.tls.HeldCertificate;

/**
 * A mail server on the loopback interface, with TLS from the start and a CA of its own.
 * Each user's password is {@code secret-of-<user>}.
 */
public final class SimulatedMail implements AutoCloseable {

	private static final String KEYS = "greenmail.tls.keystore.file";

	/**
	 * The server's library shows one certificate in each process, however often it is
	 * started.
	 */
	private static final HeldCertificate AUTHORITY = authority();

	private final GreenMail server;

	private SimulatedMail(GreenMail server) {
		this.server = server;
	}

	/**
	 * A server without users, already running.
	 */
	public static SimulatedMail start() {
		return start(0, 0);
	}

	/**
	 * A server at two ports; 0 is any free one.
	 */
	public static SimulatedMail start(int smtps, int imaps) {
		GreenMail server = new GreenMail(new ServerSetup[] { setup(smtps, ServerSetup.PROTOCOL_SMTPS),
				setup(imaps, ServerSetup.PROTOCOL_IMAPS) });
		server.start();
		return new SimulatedMail(server);
	}

	private static HeldCertificate authority() {
		HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0)
			.commonName("simulated mail CA")
			.duration(365, TimeUnit.DAYS)
			.build();
		try {
			System.setProperty(KEYS, keys(authority).toString());
			return authority;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ServerSetup setup(int port, String protocol) {
		ServerSetup setup = new ServerSetup(port, "127.0.0.1", protocol);
		setup.setServerStartupTimeout(10_000);
		return setup;
	}

	private static Path keys(HeldCertificate authority) throws GeneralSecurityException, IOException {
		HeldCertificate own = new HeldCertificate.Builder().commonName("localhost")
			.addSubjectAlternativeName("localhost")
			.duration(365, TimeUnit.DAYS)
			.signedBy(authority)
			.build();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		keys.setKeyEntry("mail", own.keyPair().getPrivate(), "changeit".toCharArray(),
				new Certificate[] { own.certificate(), authority.certificate() });
		Path file = Files.createTempFile("simulated-mail", ".p12");
		file.toFile().deleteOnExit();
		try (OutputStream output = Files.newOutputStream(file)) {
			keys.store(output, "changeit".toCharArray());
		}
		return file;
	}

	/**
	 * The CA's certificate, which a client has to trust, as PEM.
	 */
	public String caPem() {
		return AUTHORITY.certificatePem();
	}

	public int smtpsPort() {
		return this.server.getSmtps().getPort();
	}

	public int imapsPort() {
		return this.server.getImaps().getPort();
	}

	/**
	 * Opens a mailbox and gives its lines of a tenant file.
	 * @param user the part of the address before {@code @}, and the login's name
	 * @param secrets where its password is written
	 */
	public String mailbox(String user, String domain, Path secrets) {
		this.server.setUser(user + "@" + domain, user, "secret-of-" + user);
		try {
			Path password = Files.writeString(secrets.resolve("mail-" + user), "secret-of-" + user);
			return "{imap: \"imaps://localhost:%d\", smtp: \"smtps://localhost:%d\", address: %s@%s, user: %s, password: \"file:%s\", authserv: mx.%s}"
				.formatted(imapsPort(), smtpsPort(), user, domain, user, password, domain);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Puts a mail into a mailbox, as a server does that received it.
	 * @param mail as it is on the wire
	 */
	public void deliver(String user, String mail) {
		try (InputStream input = new ByteArrayInputStream(
				mail.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))) {
			user(user).deliver(new MimeMessage((Session) null, input));
		}
		catch (IOException | MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The mails in a folder of a mailbox; none if there is no such folder.
	 */
	public List<MimeMessage> folder(String user, String folder) {
		MailFolder found = found(user, folder);
		return (found == null) ? List.of() : found.getMessages().stream().map(StoredMessage::getMimeMessage).toList();
	}

	/**
	 * Empties a folder, if it is there.
	 */
	public void empty(String user, String folder) {
		MailFolder found = found(user, folder);
		if (found != null) {
			found.deleteAllMessages();
		}
	}

	/**
	 * Moves what is in a folder back into the inbox, unread, as if it had not been moved.
	 */
	public void putBack(String user, String folder) {
		for (MimeMessage mail : folder(user, folder)) {
			user(user).deliver(mail);
		}
		empty(user, folder);
	}

	/**
	 * Lets the mails in a folder be as if the server had received them at this time.
	 */
	public void age(String user, String folder, Instant received) {
		List<MimeMessage> mails = folder(user, folder);
		empty(user, folder);
		mails.forEach((mail) -> found(user, folder).appendMessage(mail, new Flags(), Date.from(received)));
	}

	private MailFolder found(String user, String folder) {
		return this.server.getManagers().getImapHostManager().getFolder(user(user), folder);
	}

	private GreenMailUser user(String user) {
		return this.server.getUserManager().getUser(user);
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
