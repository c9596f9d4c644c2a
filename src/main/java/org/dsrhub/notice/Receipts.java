package org.dsrhub.notice;

import java.util.Optional;
import java.util.UUID;

import org.dsrhub.security.Caller;
import org.dsrhub.security.NotThere;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which request a receipt stands for. A duplicate's receipt stands for the original.
 */
@Component
public class Receipts {

	private static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

	private final JdbcClient jdbc;

	Receipts(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The receipt that a caller names.
	 * @throws NotThere if there is none, or it is of a tenant that the caller may not
	 * enter
	 */
	public Receipt visible(String id, Caller caller) {
		return Optional.ofNullable(id)
			.filter((text) -> text.matches(UUID_TEXT))
			.map(UUID::fromString)
			.flatMap(this::find)
			.filter((receipt) -> caller.mayEnter(receipt.tenant()))
			.orElseThrow(NotThere::new);
	}

	/**
	 * The receipt with this id.
	 */
	public Optional<Receipt> find(UUID id) {
		return this.jdbc.sql("""
				select id, id as request, tenant from request where id = :id
				union all select id, request, tenant from duplicate where id = :id""")
			.param("id", id)
			.query(Receipt.class)
			.optional();
	}

	/**
	 * A receipt.
	 *
	 * @param request the request that stands for it
	 */
	public record Receipt(UUID id, UUID request, String tenant) {
	}

}
