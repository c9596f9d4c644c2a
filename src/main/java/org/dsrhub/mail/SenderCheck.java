package org.dsrhub.mail;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.mail.AuthenticationResults.Result;
import org.dsrhub.subject.Identifiers;

/**
 * Judges by the receiving server's word whether a mail comes from the domain that its
 * From names.
 * <ol>
 * <li>A DMARC fail is the end of it.
 * <li>DMARC passed, and the server says that it looked at From's own domain.
 * <li>SPF passed for a sender's address whose domain is From's.
 * <li>DKIM passed for a signature of From's domain, or of a domain that it belongs to, of
 * two labels at least.
 * </ol>
 * Domains are equal or not: which of them belong to one organisation otherwise, nobody
 * can tell from their names alone.
 */
final class SenderCheck {

	private static final Set<String> SILENCE = Set.of("none", "temperror");

	private final AuthenticationResults results;

	private final String domain;

	private SenderCheck(AuthenticationResults results, String from) {
		this.results = results;
		this.domain = from.substring(from.lastIndexOf('@') + 1);
	}

	/**
	 * The judgement.
	 * @param results the receiving server's, if it wrote any
	 * @param from the address in From, normalised, if there is one
	 */
	static Authenticity judge(Optional<AuthenticationResults> results, Optional<String> from) {
		if (results.filter(SenderCheck::saysSomething).isEmpty()) {
			return Authenticity.UNKNOWN;
		}
		return from.filter((address) -> new SenderCheck(results.get(), address).passed()).isPresent()
				? Authenticity.PASSED : Authenticity.FAILED;
	}

	private static boolean saysSomething(AuthenticationResults results) {
		return List.of("dmarc", "spf", "dkim")
			.stream()
			.flatMap((method) -> results.of(method).stream())
			.anyMatch((result) -> !SILENCE.contains(result.result()));
	}

	private boolean passed() {
		List<Result> dmarc = this.results.of("dmarc");
		if (dmarc.stream().anyMatch((result) -> result.is("dmarc", "fail"))) {
			return false;
		}
		boolean vouched = !dmarc.isEmpty() && dmarc.stream().allMatch(this::looksAtFrom);
		return vouched || this.results.of("spf").stream().anyMatch(this::sentByFrom)
				|| this.results.of("dkim").stream().anyMatch(this::signedByFrom);
	}

	private boolean looksAtFrom(Result dmarc) {
		return dmarc.result().equals("pass") && same(dmarc.domain("header.from"));
	}

	private boolean sentByFrom(Result spf) {
		return spf.result().equals("pass") && same(spf.domain("smtp.mailfrom"));
	}

	private boolean signedByFrom(Result dkim) {
		return dkim.result().equals("pass") && (covers(dkim.domain("header.d")) || covers(dkim.domain("header.i")));
	}

	private boolean covers(String signer) {
		return same(signer) || signer.contains(".")
				&& normal(signer).filter((parent) -> this.domain.endsWith("." + parent)).isPresent();
	}

	private boolean same(String other) {
		return normal(other).filter(this.domain::equals).isPresent();
	}

	private static Optional<String> normal(String domain) {
		return Identifiers.email("x@" + domain).map((address) -> address.substring(2));
	}

}
