package org.dsrhub.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsrhub.evidence.Digest;
import org.springframework.stereotype.Component;

/**
 * The codes by which people confirm: eight digits that only the mail to them holds; the
 * ledger has a keyed digest.
 */
@Component
class ConfirmationCode {

	private static final int CODES = 100_000_000;

	private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

	private static final int TOKEN = 10;

	/**
	 * On a line of its own: in the hub's mail it stands among words, so that a reply that
	 * quotes the mail does not confirm by that.
	 */
	private static final Pattern LINE = Pattern.compile("(\\d{4})[ -]?(\\d{4})\\.?");

	private final SecureRandom random = new SecureRandom();

	private final Digest digest;

	ConfirmationCode(Digest digest) {
		this.digest = digest;
	}

	/**
	 * A new code.
	 */
	String draw() {
		return "%08d".formatted(this.random.nextInt(CODES));
	}

	/**
	 * A new name for a thread, as {@code [DSR-...]} in subjects has it.
	 */
	String token() {
		StringBuilder token = new StringBuilder();
		this.random.ints(TOKEN, 0, LETTERS.length()).forEach((letter) -> token.append(LETTERS.charAt(letter)));
		return token.toString();
	}

	/**
	 * What the ledger keeps of a code.
	 */
	String digest(UUID request, String code) {
		return this.digest.of("confirmation " + request + " " + code);
	}

	/**
	 * Whether a reply holds the code whose digest this is; it takes as long for every
	 * wrong one.
	 */
	boolean confirms(UUID request, String reply, String digest) {
		return in(reply).filter((code) -> MessageDigest.isEqual(bytes(digest(request, code)), bytes(digest)))
			.isPresent();
	}

	/**
	 * The one code that a person wrote, whatever they quote.
	 */
	static Optional<String> in(String reply) {
		List<String> codes = reply.lines()
			.map((line) -> line.replace('\u00A0', ' ').strip())
			.map(LINE::matcher)
			.filter(Matcher::matches)
			.map((line) -> line.group(1) + line.group(2))
			.distinct()
			.toList();
		return (codes.size() == 1) ? Optional.of(codes.get(0)) : Optional.empty();
	}

	private static byte[] bytes(String digest) {
		return digest.getBytes(StandardCharsets.US_ASCII);
	}

}
