package org.dsrhub.mail;

import java.util.Locale;
import java.util.Optional;

import org.dsrhub.tenant.Tenant;

/**
 * Which of a tenant's mailboxes.
 */
public enum MailboxName {

	/** Where requests come in and people are answered. */
	INTAKE,
	/** The registered administrator's, where vendors answer that know only e-mail. */
	ADMINISTRATOR;

	/**
	 * How the hub reaches it, or empty if the tenant has none.
	 */
	public Optional<Tenant.Mailbox> of(Tenant tenant) {
		return Optional.ofNullable((this == INTAKE) ? tenant.mailboxes().intake() : tenant.mailboxes().administrator());
	}

	/**
	 * The name in documents and rows: {@code intake}.
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	public static MailboxName of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
