package org.dsrhub.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Changes mails at random.
 */
final class Chance {

	private static final List<String> ODD = List.of("\r\n", "\r\n\r\n", "\n", "\r", "\u0000", "\u00FF\u00FE", "\"", "(",
			")", ";", "<", ">", "@", ":", ",", "\\", "=", "--b", "--b--", "\r\n--b\r\n", "=?utf-8?b?", "?=", "*0*=",
			"utf-8''%", "%FF", "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: message/rfc822\r\n",
			"Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: x-uuencode\r\n",
			"Content-Disposition: attachment; filename=", "charset=\"", "charset=utf-16\r\n", "charset=x\u0000\r\n",
			"From: ", "Content-Type: text/html\r\n\r\n<", "<!--", "<![CDATA[", "<table><select><svg>", "&#x", "&#0;");

	private Chance() {
	}

	static byte[] change(byte[] mail, byte[] other, Random random) {
		int at = random.nextInt(mail.length + 1);
		int to = Math.min(mail.length, at + random.nextInt(40));
		return switch (random.nextInt(6)) {
			case 0 -> joined(mail, at, to, new byte[] { (byte) random.nextInt(256) });
			case 1 -> joined(mail, at, to, new byte[0]);
			case 2 -> joined(mail, at, at,
					new String(mail, at, to - at, StandardCharsets.ISO_8859_1).repeat(random.nextInt(50))
						.getBytes(StandardCharsets.ISO_8859_1));
			case 3 -> joined(mail, at, mail.length, tail(other, random));
			default -> joined(mail, at, at, ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.ISO_8859_1));
		};
	}

	private static byte[] tail(byte[] mail, Random random) {
		int at = random.nextInt(mail.length + 1);
		return new String(mail, at, mail.length - at, StandardCharsets.ISO_8859_1)
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] joined(byte[] mail, int to, int from, byte[] between) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		joined.write(mail, 0, to);
		joined.writeBytes(between);
		joined.write(mail, from, mail.length - from);
		return joined.toByteArray();
	}

}
