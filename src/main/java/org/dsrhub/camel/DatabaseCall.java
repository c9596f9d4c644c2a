package org.dsrhub.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * Prepares the one query of a Kamelet. Its text is the source file's and never changes;
 * the tenant, the place to go on from and the subject's identifiers are bound to it as
 * parameters, so that none of them can be read as SQL or as an expression of Camel's.
 */
@Component("databaseCall")
class DatabaseCall {

	/**
	 * What is before the database's name where the records say where they come from.
	 */
	static final String SCHEME = "sql:";

	private final TenantDatabases databases;

	DatabaseCall(TenantDatabases databases) {
		this.databases = databases;
	}

	/**
	 * Reads the variables {@code fetch}, {@code database}, {@code query}, {@code start}
	 * and {@code pageSize}; sets the variables {@code dataSource}, {@code after},
	 * {@code rows}, {@code timeout} in seconds and {@code url}, the query as body and its
	 * parameters as headers, of which there are no others.
	 * @throws VendorFault if the tenant has no such database
	 */
	void open(Exchange exchange) {
		Fetch fetch = exchange.getVariable("fetch", Fetch.class);
		String name = exchange.getVariable("database", String.class);
		Tenant.Database database = fetch.tenant().databases().get(name);
		if (database == null) {
			throw VendorFault.terminal(Reason.NOT_CONFIGURED, "the tenant file has no databases." + name);
		}
		String url = SCHEME + name;
		fetch.asked(url);
		String after = (fetch.link() != null) ? fetch.link() : exchange.getVariable("start", String.class);
		// One more than a page: the last row is asked for again.
		int rows = exchange.getVariable("pageSize", Integer.class) + 1;
		exchange.setVariable("dataSource", this.databases.name(fetch.tenant(), name));
		exchange.setVariable("after", after);
		exchange.setVariable("rows", rows);
		exchange.setVariable("timeout", Math.max(1, fetch.tenant().limits().responseTimeout().toSeconds()));
		exchange.setVariable("url", url);
		Message message = exchange.getMessage();
		// Camel's own headers could name another query or another database.
		message.removeHeaders("*");
		// Without `:?` Camel would put a question mark for every #, also in PostgreSQL's
		// operators.
		message.setBody(exchange.getVariable("query", String.class).replace(":#", ":?"));
		message.setHeader("tenant", database.called(fetch.tenant()));
		message.setHeader("after", after);
		message.setHeader("limit", rows);
		Map<String, List<String>> identifiers = fetch.identifiers();
		for (IdentifierKind kind : IdentifierKind.values()) {
			message.setHeader(kind.label(), list(identifiers.get(kind.label())));
		}
		fetch.turn();
	}

	/**
	 * An empty list is no SQL; one that holds only null is, and equals nothing.
	 */
	private static List<String> list(List<String> values) {
		List<String> list = new ArrayList<>();
		if (values == null || values.isEmpty()) {
			list.add(null);
		}
		else {
			list.addAll(values);
		}
		return list;
	}

}
