package org.dsrhub.camel;

import java.net.URI;

import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import org.dsrhub.check.Report;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.tenant.Tenant;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Logs in to the servers of a tenant's mailboxes, and looks for the inbox; it reads and
 * sends no mail.
 */
@Component
@Profile("check")
class MailboxCheck {

	private final MailServers servers;

	MailboxCheck(MailServers servers) {
		this.servers = servers;
	}

	/**
	 * Tries each mailbox that the tenant has.
	 */
	void run(Tenant tenant, Report report) {
		for (MailboxName name : MailboxName.values()) {
			name.of(tenant).ifPresent((mailbox) -> {
				tried(tenant, name, mailbox, mailbox.imap(), report);
				tried(tenant, name, mailbox, mailbox.smtp(), report);
			});
		}
	}

	private void tried(Tenant tenant, MailboxName name, Tenant.Mailbox mailbox, URI server, Report report) {
		String thing = "mailbox-" + name.label();
		String where = server.getScheme() + "://" + server.getRawAuthority();
		try {
			PasswordAuthentication login = this.servers.login(MailServers.name(tenant, name))
				.getPasswordAuthentication();
			Session session = this.servers.session(tenant, mailbox, server);
			boolean imap = server.getScheme().startsWith("imap");
			try (Service service = imap ? session.getStore() : session.getTransport()) {
				service.connect(server.getHost(), server.getPort(), login.getUserName(), login.getPassword());
				if (service instanceof Store store && !store.getFolder("INBOX").exists()) {
					throw new FolderNotFoundException();
				}
			}
			report.ok(thing, where + (imap ? ": can be read" : ": takes mails"));
		}
		catch (MessagingException | RuntimeException ex) {
			report.fail(thing, "%s: %s".formatted(where, MailboxFaults.words(ex)));
		}
	}

}
