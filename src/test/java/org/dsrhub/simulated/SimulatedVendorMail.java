package org.dsrhub.simulated;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;

/**
 * A vendor that answers only by e-mail. It reads its own mailbox, writes to the
 * customer's, and keeps a log of what it got and said. The customer's server puts its
 * findings over each of its mails, as a receiving server does.
 */
public final class SimulatedVendorMail implements AutoCloseable {

	private static final Pattern TOKEN = Pattern.compile("DSR-[0-9A-F]{12}");

	private static final Pattern ADDRESS = Pattern.compile("(?m)^ +(\\S+@\\S+)$");

	private final SimulatedMail server;

	private final String user;

	private final String domain;

	private final String customer;

	private final String customerDomain;

	private final List<String> log = new CopyOnWriteArrayList<>();

	private volatile Thread clerk;

	/**
	 * A vendor with an empty mailbox.
	 * @param user the part of its address before {@code @}
	 * @param customer the same of the customer's mailbox
	 */
	public SimulatedVendorMail(SimulatedMail server, String user, String domain, String customer,
			String customerDomain) {
		this.server = server;
		this.user = user;
		this.domain = domain;
		this.customer = customer;
		this.customerDomain = customerDomain;
	}

	public String address() {
		return this.user + "@" + this.domain;
	}

	/**
	 * What it got and said, in order: {@code got <token>}, {@code said <token>}.
	 */
	public List<String> log() {
		return List.copyOf(this.log);
	}

	/**
	 * The mails that it got.
	 */
	public List<Asked> mails() {
		return this.server.folder(this.user, "INBOX").stream().map(SimulatedVendorMail::asked).toList();
	}

	/**
	 * Begins an answer to a mail.
	 */
	public VendorReply reply(Asked mail) {
		return new VendorReply(this, mail);
	}

	/**
	 * Answers each mail by itself from now on: the first of a request with the question
	 * for confirmation, the second with an export.
	 * @param export what it has about an address, as JSON
	 */
	public void answerAll(Function<String, String> export) {
		this.clerk = new Thread(() -> {
			int seen = 0;
			while (this.clerk != null) {
				List<Asked> mails = mails();
				for (Asked mail : mails.subList(seen, mails.size())) {
					answer(mail, export);
				}
				seen = mails.size();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
			}
		}, "simulated-vendor");
		this.clerk.setDaemon(true);
		this.clerk.start();
	}

	private void answer(Asked mail, Function<String, String> export) {
		boolean confirmed = this.log.contains("got " + mail.token());
		this.log.add("got " + mail.token());
		VendorReply reply = reply(mail);
		if (confirmed) {
			reply.file("export.json", "application/json", export.apply(mail.email())).says("Here is the export.");
		}
		else {
			reply.says("Please confirm that the tenant administrator wants this export.");
		}
	}

	/**
	 * Hands a mail over to the customer's server.
	 * @param what for the log
	 * @param results the server's findings about it
	 * @param mail its header from {@code From} on, and its body
	 */
	void send(String what, String results, String mail) {
		this.log.add(what);
		this.server.deliver(this.customer, """
				Authentication-Results: mx.%1$s; %2$s
				Received: from mail.%3$s by mx.%1$s with ESMTPS id %4$s; Mon, 2 Mar 2026 10:00:00 +0000
				""".formatted(this.customerDomain, results, this.domain, UUID.randomUUID()) + mail);
	}

	String domain() {
		return this.domain;
	}

	String customer() {
		return this.customer + "@" + this.customerDomain;
	}

	private static Asked asked(MimeMessage mail) {
		try {
			Matcher token = TOKEN.matcher(mail.getSubject());
			String text = text(mail);
			Matcher address = ADDRESS.matcher(text.replace("\r", ""));
			return new Asked(mail.getMessageID(), mail.getSubject(), token.find() ? token.group() : "",
					address.find() ? address.group(1) : "", text);
		}
		catch (IOException | MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(Part mail) throws MessagingException, IOException {
		return (mail.getContent() instanceof Multipart parts) ? text(parts.getBodyPart(0))
				: mail.getContent().toString();
	}

	@Override
	public void close() {
		this.clerk = null;
	}

	/**
	 * A mail that it got.
	 *
	 * @param email the customer's customer, as its text names them
	 */
	public record Asked(String messageId, String subject, String token, String email, String text) {
	}

}
