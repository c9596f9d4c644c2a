package org.dsrhub.mail;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SenderCheckTests {

	@ParameterizedTest
	@CsvSource(delimiter = '!', value = { "dmarc=pass header.from=x.example ! a@x.example ! PASSED",
			"dmarc=pass header.from=X.Example ! a@x.example ! PASSED",
			"dmarc=pass header.from=b@x.example ! a@x.example ! PASSED",
			"dmarc=pass header.from=b\u00FCcher.example ! a@xn--bcher-kva.example ! PASSED",
			"dmarc=pass header.from=y.example ! a@x.example ! FAILED",
			"dmarc=pass header.from=x.example ! a@sub.x.example ! FAILED",
			"dmarc=pass header.from=sub.x.example ! a@x.example ! FAILED", "dmarc=pass ! a@x.example ! FAILED",
			"dmarc=pass header.from=x.example header.from=y.example ! a@x.example ! FAILED",
			"dmarc=pass header.from=x.example; dmarc=pass header.from=y.example ! a@x.example ! FAILED",
			"dmarc=pass header.from=x.example; dmarc=fail header.from=x.example ! a@x.example ! FAILED",
			"dmarc=fail header.from=x.example; spf=pass smtp.mailfrom=x.example; dkim=pass header.d=x.example ! a@x.example ! FAILED",
			"dmarc=none; spf=pass smtp.mailfrom=a@x.example ! a@x.example ! PASSED",
			"dmarc=bestguesspass header.from=x.example; spf=none ! a@x.example ! FAILED",
			"spf=pass smtp.mailfrom=x.example ! a@x.example ! PASSED",
			"spf=pass smtp.mailfrom=\"b@y.example\"@x.example ! a@x.example ! PASSED",
			"spf=pass smtp.mailfrom=\"b@x.example\"@y.example ! a@x.example ! FAILED",
			"spf=pass smtp.mailfrom=bounce.x.example ! a@x.example ! FAILED",
			"spf=pass smtp.mailfrom=ax.example ! a@x.example ! FAILED",
			"spf=pass smtp.helo=x.example ! a@x.example ! FAILED",
			"spf=softfail smtp.mailfrom=x.example ! a@x.example ! FAILED",
			"spf=neutral smtp.mailfrom=x.example ! a@x.example ! FAILED",
			"dkim=pass header.d=x.example ! a@x.example ! PASSED",
			"dkim=pass header.i=@x.example ! a@x.example ! PASSED",
			"dkim=pass header.d=x.example ! a@sub.x.example ! PASSED",
			"dkim=pass header.d=sub.x.example ! a@x.example ! FAILED",
			"dkim=pass header.d=example ! a@x.example ! FAILED", "dkim=pass header.d= ! a@x.example ! UNKNOWN",
			"dkim=pass header.d=y.example; dkim=pass header.d=x.example ! a@x.example ! PASSED",
			"dkim=fail header.d=x.example ! a@x.example ! FAILED", "dkim=none ! a@x.example ! UNKNOWN",
			"dkim=none; spf=none; dmarc=none ! a@x.example ! UNKNOWN", "spf=temperror ! a@x.example ! UNKNOWN",
			"none ! a@x.example ! UNKNOWN", "auth=pass smtp.auth=a@x.example ! a@x.example ! UNKNOWN",
			"dmarc=pass header.from=x.example ! ! FAILED" })
	void what_the_server_found_is_held_against_the_domain_in_from(String results, String from, Authenticity judged) {
		assertThat(SenderCheck.judge(AuthenticationResultsParser.parse("mx; " + results), Optional.ofNullable(from)))
			.isEqualTo(judged);
	}

}
