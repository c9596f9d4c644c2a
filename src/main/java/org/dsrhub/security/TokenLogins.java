package org.dsrhub.security;

import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Looks at every token, which costs next to nothing, and counts the bad ones: nobody
 * beside or behind the same proxy can keep out who has a good one.
 */
class TokenLogins implements AuthenticationManager {

	private static final Logger log = LoggerFactory.getLogger(TokenLogins.class);

	private final AuthenticationManager tokens;

	private final LoginAttempts attempts;

	TokenLogins(AuthenticationManager tokens, LoginAttempts attempts) {
		this.tokens = tokens;
		this.attempts = attempts;
	}

	/**
	 * Logs in.
	 * @throws IssuerUnknown if the issuer's keys cannot be had: good tokens cannot be
	 * told from bad ones then
	 */
	@Override
	public Authentication authenticate(Authentication login) {
		try {
			return this.tokens.authenticate(login);
		}
		catch (AuthenticationServiceException ex) {
			throw new IssuerUnknown(ex);
		}
		catch (AuthenticationException ex) {
			Network network = Network.of(login);
			this.attempts.badToken(network);
			log.info("event=token-refused network={} reason=\"{}\"", network, reason(ex));
			throw ex;
		}
	}

	/**
	 * What an administrator needs to set an issuer up; parsers' messages would repeat
	 * what was sent.
	 */
	private static String reason(AuthenticationException fault) {
		return (fault.getCause() instanceof JwtValidationException invalid)
				? invalid.getErrors().stream().map(OAuth2Error::getDescription).collect(Collectors.joining("; "))
				: "it is no token that a key of the issuer has signed";
	}

	/**
	 * The issuer's keys cannot be had.
	 */
	static class IssuerUnknown extends AuthenticationException {

		IssuerUnknown(AuthenticationServiceException cause) {
			super("the issuer's keys cannot be had", cause);
		}

	}

}
