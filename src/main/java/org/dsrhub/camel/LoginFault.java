package org.dsrhub.camel;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.microsoft.aad.msal4j.MsalServiceException;
import org.dsrhub.source.VendorFault;

/**
 * The login gave no token: it refused, and its code says why, or it did not answer.
 */
class LoginFault extends VendorFault {

	private static final Pattern CODE = Pattern.compile("AADSTS[0-9]+");

	private final String code;

	private LoginFault(Reason reason, boolean retryable, Instant notBefore, String message, String code,
			Throwable cause) {
		super(reason, retryable, notBefore, message, cause);
		this.code = code;
	}

	/**
	 * What the SDK's exception means. Of the login's answer, which names the client, only
	 * status and code are told.
	 * @param again when the hub asks the login again, unless it refused
	 */
	static LoginFault of(RuntimeException problem, Instant again) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof MsalServiceException answer && refused(answer)) {
				Matcher code = CODE.matcher(String.valueOf(answer.getMessage()));
				String known = code.find() ? code.group() : null;
				return new LoginFault(Reason.NOT_PERMITTED, false, null, "the login answered HTTP %d%s"
					.formatted(answer.statusCode(), (known != null) ? ", " + known : ""), known, problem);
			}
		}
		return new LoginFault(Reason.UNREACHABLE, true, again, "the login gives no token", null, problem);
	}

	/**
	 * The login's own number of what is wrong, such as {@code AADSTS7000215}.
	 */
	Optional<String> code() {
		return Optional.ofNullable(this.code);
	}

	private static boolean refused(MsalServiceException answer) {
		Integer status = answer.statusCode();
		return status != null && status >= 400 && status < 500 && status != 429;
	}

}
