package org.dsrhub.camel;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import javax.net.ssl.SSLSocketFactory;

import jakarta.mail.Session;
import org.apache.camel.CamelContext;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.tenant.SecretReference;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * How the hub connects to the mail servers of each tenant: with its trust, its time
 * limits and its login, put into Camel's registry under names of the mailbox's own.
 */
@Component
class MailServers {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private final TenantHttpClients clients;

	private final Map<String, MailLogin> logins = new HashMap<>();

	/**
	 * Looks at each password once, so that one that is missing stops the start.
	 * @throws InvalidConfiguration naming file, line and field
	 */
	MailServers(Tenants tenants, TenantHttpClients clients, AccessTokens tokens, CamelContext camel) {
		this.clients = clients;
		for (Tenant tenant : tenants.all()) {
			for (MailboxName name : MailboxName.values()) {
				name.of(tenant).ifPresent((mailbox) -> {
					look(tenants, tenant, name, mailbox);
					MailLogin login = new MailLogin(tenant, mailbox, tokens);
					this.logins.put(name(tenant, name), login);
					camel.getRegistry().bind("imap-" + name(tenant, name), settings(tenant, mailbox, mailbox.imap()));
					camel.getRegistry().bind("smtp-" + name(tenant, name), settings(tenant, mailbox, mailbox.smtp()));
					camel.getRegistry().bind("login-" + name(tenant, name), login);
				});
			}
		}
	}

	/**
	 * What a mailbox is called in the registry and in names of routes.
	 */
	static String name(Tenant tenant, MailboxName mailbox) {
		return tenant.tenant() + "-" + mailbox.label();
	}

	/**
	 * A session with one of a mailbox's servers, for a connection that no route makes.
	 */
	Session session(Tenant tenant, Tenant.Mailbox mailbox, URI server) {
		return Session.getInstance(settings(tenant, mailbox, server));
	}

	/**
	 * The login of a mailbox, by its name here.
	 */
	MailLogin login(String mailbox) {
		return this.logins.get(mailbox);
	}

	private Properties settings(Tenant tenant, Tenant.Mailbox mailbox, URI server) {
		return settings(mailbox, server, tenant.limits(), this.clients.tls(tenant).getSocketFactory());
	}

	/**
	 * Jakarta Mail's properties for one server. Nothing is sent in clear but to this
	 * machine itself.
	 */
	static Properties settings(Tenant.Mailbox mailbox, URI server, Tenant.Limits limits, SSLSocketFactory tls) {
		String protocol = server.getScheme();
		String prefix = "mail." + protocol + ".";
		Properties settings = new Properties();
		settings.put("mail.store.protocol", protocol);
		settings.put("mail.transport.protocol", protocol);
		settings.put(prefix + "host", server.getHost());
		settings.put(prefix + "user", mailbox.user());
		settings.put(prefix + "auth", "true");
		settings.put(prefix + "connectiontimeout", String.valueOf(limits.connectTimeout().toMillis()));
		settings.put(prefix + "timeout", String.valueOf(limits.responseTimeout().toMillis()));
		settings.put(prefix + "writetimeout", String.valueOf(limits.responseTimeout().toMillis()));
		settings.put(prefix + "ssl.socketFactory", tls);
		settings.put(prefix + "ssl.checkserveridentity", "true");
		settings.put(prefix + "ssl.protocols", "TLSv1.2 TLSv1.3");
		if (!protocol.endsWith("s")) {
			settings.put(prefix + "starttls.enable", "true");
			settings.put(prefix + "starttls.required", String.valueOf(!LOOPBACK.contains(server.getHost())));
		}
		if (mailbox.oauth2()) {
			settings.put(prefix + "auth.mechanisms", "XOAUTH2");
		}
		if (protocol.startsWith("imap")) {
			settings.put(prefix + "fetchsize", "262144");
		}
		return settings;
	}

	private static void look(Tenants tenants, Tenant tenant, MailboxName name, Tenant.Mailbox mailbox) {
		if (!mailbox.oauth2()) {
			try {
				SecretReference.resolve(mailbox.password());
			}
			catch (InvalidConfiguration ex) {
				throw tenants.invalid(tenant, "mailboxes.%s.password".formatted(name.label()), ex.getMessage());
			}
		}
	}

}
