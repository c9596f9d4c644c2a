package org.dsrhub.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A mail to be sent to the hub, byte by byte; as it begins, it is a good one: from a
 * registered operator, vouched for by the receiving server, with one request as a file.
 */
final class Eml {

	static final String OPERATOR = "olga@contoso.example";

	static final String SERVER = "mx.contoso.example";

	static final String PASS = "Authentication-Results: %s; spf=pass smtp.mailfrom=%s; dmarc=pass header.from=%s"
		.formatted(SERVER, OPERATOR, "contoso.example");

	static final String BORDER = "Received: from out.contoso.example (out.contoso.example [192.0.2.7])\r\n"
			+ "\tby mx.contoso.example with ESMTPS id 1; Sat, 21 Nov 2026 10:00:00 +0000";

	private final List<String> fields = new ArrayList<>();

	private final String name;

	private String body;

	private String end = "\r\n";

	private int most = Integer.MAX_VALUE;

	private Eml(String name) {
		this.name = name;
		trace(PASS, BORDER);
		add("From: Olga <" + OPERATOR + ">", "To: dsr@contoso.example", "Subject: Requests", "Message-ID: " + id(name),
				"Date: Sat, 21 Nov 2026 10:00:00 +0000", "MIME-Version: 1.0");
		multipart("mixed", text("See the file."), request());
	}

	/**
	 * A good mail.
	 * @param name the name of what is odd about it, which makes its Message-ID and its
	 * request its own
	 */
	static Eml of(String name) {
		return new Eml(name);
	}

	static String id(String name) {
		return "<" + name + "@contoso.example>";
	}

	/**
	 * A part that is this mail's request file.
	 */
	String request() {
		return file("request.json", json());
	}

	String json() {
		return "{\"reference\":\"%s\",\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"%s@contoso.example\"}}"
			.formatted(this.name, this.name);
	}

	static String file(String name, String content) {
		return "Content-Type: application/json\r\nContent-Disposition: attachment; filename=\"" + name
				+ "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(content) + "\r\n";
	}

	static String text(String words) {
		return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + words + "\r\n";
	}

	static String html(String page) {
		return "Content-Type: text/html; charset=utf-8\r\n\r\n" + page + "\r\n";
	}

	static String base64(String content) {
		return Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Letters as the bytes of UTF-8, each a character.
	 */
	static String utf8(String letters) {
		return new String(letters.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	/**
	 * A multipart as a part.
	 */
	static String nested(String subtype, String boundary, String... parts) {
		return "Content-Type: multipart/" + subtype + "; boundary=\"" + boundary + "\"\r\n\r\n"
				+ Arrays.stream(parts)
					.map((part) -> "--" + boundary + "\r\n" + part)
					.collect(Collectors.joining("\r\n"))
				+ "\r\n--" + boundary + "--\r\n";
	}

	/**
	 * What the servers wrote, from the top.
	 */
	Eml trace(String... lines) {
		this.fields.removeIf((line) -> line.startsWith("Received:") || line.startsWith("Authentication-Results:"));
		this.fields.addAll(0, List.of(lines));
		return this;
	}

	Eml set(String name, String value) {
		return without(name).add(name + ": " + value);
	}

	Eml without(String name) {
		this.fields.removeIf((line) -> line.startsWith(name + ":"));
		return this;
	}

	Eml add(String... lines) {
		this.fields.addAll(List.of(lines));
		return this;
	}

	Eml multipart(String subtype, String... parts) {
		return whole(nested(subtype, "b", parts));
	}

	/**
	 * The last fields of the header and the body.
	 */
	Eml whole(String part) {
		this.body = part;
		return this;
	}

	/**
	 * Other ends of lines than the standard's.
	 */
	Eml ends(String end) {
		this.end = end;
		return this;
	}

	/**
	 * Only the first characters of it.
	 */
	Eml cut(int most) {
		this.most = most;
		return this;
	}

	byte[] bytes() {
		String mail = (String.join("\r\n", this.fields) + "\r\n" + this.body).replace("\r\n", this.end);
		return mail.substring(0, Math.min(this.most, mail.length())).getBytes(StandardCharsets.ISO_8859_1);
	}

}
