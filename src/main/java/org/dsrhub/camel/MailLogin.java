package org.dsrhub.camel;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;
import org.dsrhub.tenant.SecretReference;
import org.dsrhub.tenant.Tenant;

/**
 * Logs in to a mailbox, with its password or, at Exchange Online, with an access token of
 * the tenant's credential. Asked anew for each connection, so that a secret that was
 * changed is used and a token that expired is not.
 */
class MailLogin extends MailAuthenticator {

	/** The audience of IMAP and SMTP at Exchange Online. */
	static final String EXCHANGE = "https://outlook.office365.com";

	private final Tenant tenant;

	private final Tenant.Mailbox mailbox;

	private final AccessTokens tokens;

	private volatile String last;

	MailLogin(Tenant tenant, Tenant.Mailbox mailbox, AccessTokens tokens) {
		this.tenant = tenant;
		this.mailbox = mailbox;
		this.tokens = tokens;
	}

	/**
	 * User and password, or token.
	 * @throws LoginFault if there is no token
	 * @throws org.dsrhub.configuration.InvalidConfiguration if the password has gone
	 * since the start
	 */
	@Override
	public PasswordAuthentication getPasswordAuthentication() {
		return new PasswordAuthentication(this.mailbox.user(), secret());
	}

	private String secret() {
		if (!this.mailbox.oauth2()) {
			return SecretReference.resolve(this.mailbox.password());
		}
		this.last = this.tokens.token(this.tenant, EXCHANGE);
		return this.last;
	}

	/**
	 * The server refused the login: a token is forgotten, so that the next one is new.
	 */
	void refused() {
		String refused = this.last;
		if (refused != null) {
			this.tokens.forget(this.tenant, EXCHANGE, refused);
		}
	}

}
