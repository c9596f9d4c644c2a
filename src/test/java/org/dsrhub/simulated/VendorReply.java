package org.dsrhub.simulated;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

import org.dsrhub.simulated.SimulatedVendorMail.Asked;

/**
 * A mail of the simulated vendor's, or of somebody who would like to be it.
 */
public final class VendorReply {

	private static final String BOUNDARY = "=_part";

	private final SimulatedVendorMail vendor;

	private final Asked mail;

	private final StringBuilder files = new StringBuilder();

	private String from;

	private String results;

	private String more = "";

	private boolean thread = true;

	VendorReply(SimulatedVendorMail vendor, Asked mail) {
		this.vendor = vendor;
		this.mail = mail;
		this.from = vendor.address();
		this.results = "dmarc=pass header.from=" + vendor.domain();
	}

	/**
	 * Sends it from another address, which the server finds authentic.
	 */
	public VendorReply from(String address) {
		this.from = address;
		this.results = "dmarc=pass header.from=" + address.substring(address.indexOf('@') + 1);
		return this;
	}

	/**
	 * Sends it from elsewhere: the server finds that, and below stands what the sender
	 * claims that the server found.
	 */
	public VendorReply forged() {
		this.results = "dmarc=fail header.from=" + this.vendor.domain();
		this.more = "Authentication-Results: mx.%s; dmarc=pass header.from=%s\n"
			.formatted(this.vendor.customer().substring(this.vendor.customer().indexOf('@') + 1), this.vendor.domain());
		return this;
	}

	/**
	 * Begins a thread of its own.
	 */
	public VendorReply elsewhere() {
		this.thread = false;
		return this;
	}

	public VendorReply file(String name, String type, String content) {
		return file(name, type, content.getBytes(StandardCharsets.UTF_8));
	}

	public VendorReply file(String name, String type, byte[] content) {
		this.files.append("""
				--%s
				Content-Type: %s; name="%s"
				Content-Disposition: attachment; filename="%3$s"
				Content-Transfer-Encoding: base64

				%s
				""".formatted(BOUNDARY, type, name, Base64.getMimeEncoder().encodeToString(content)));
		return this;
	}

	/**
	 * Sends it.
	 */
	public void says(String text) {
		String answered = this.thread ? "In-Reply-To: %1$s\nReferences: %1$s\n".formatted(this.mail.messageId()) : "";
		send("""
				%sFrom: DSR desk <%s>
				To: %s
				Subject: Re: %s
				Message-ID: <%s@%s>
				%sDate: Mon, 2 Mar 2026 10:00:00 +0000
				MIME-Version: 1.0
				Content-Type: multipart/mixed; boundary="%s"

				--%8$s
				Content-Type: text/plain; charset=utf-8

				%s
				%s--%8$s--
				""".formatted(this.more, this.from, this.vendor.customer(), this.mail.subject(), UUID.randomUUID(),
				this.vendor.domain(), answered, BOUNDARY, text, this.files));
	}

	/**
	 * Lets the mail come back instead, as a mail server does (RFC 3464).
	 */
	public void bounces() {
		this.results = "none";
		send("""
				Return-Path: <>
				From: Mail delivery <mailer-daemon@%1$s>
				To: %2$s
				Subject: Undelivered mail
				Message-ID: <%3$s@%1$s>
				Date: Mon, 2 Mar 2026 10:00:00 +0000
				MIME-Version: 1.0
				Content-Type: multipart/report; report-type=delivery-status; boundary="%4$s"

				--%4$s
				Content-Type: text/plain

				There is no such mailbox.
				--%4$s
				Content-Type: message/delivery-status

				Reporting-MTA: dns; mail.%1$s

				Final-Recipient: rfc822; %5$s
				Action: failed
				Status: 5.1.1

				--%4$s
				Content-Type: text/rfc822-headers

				Message-ID: %6$s
				Subject: %7$s

				--%4$s--
				""".formatted(this.vendor.domain(), this.vendor.customer(), UUID.randomUUID(), BOUNDARY,
				this.vendor.address(), this.mail.messageId(), this.mail.subject()));
	}

	private void send(String wire) {
		this.vendor.send("said " + this.mail.token(), this.results, wire);
	}

}
