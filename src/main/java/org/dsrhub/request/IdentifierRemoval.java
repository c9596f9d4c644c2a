package org.dsrhub.request;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dsrhub.evidence.Digest;
import org.dsrhub.request.RequestDocument.SubjectIdentifiers;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.subject.Identity;
import org.dsrhub.subject.Subject;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts keyed digests in the place of what names people in a closed request: it still
 * shows what was asked and how it ended, and is found by {@link SubjectDigests}, but
 * names nobody. That cannot be undone.
 */
@Component
public class IdentifierRemoval {

	private final JdbcClient jdbc;

	private final Requests requests;

	private final SubjectDigests digests;

	private final Digest digest;

	private final ObjectMapper json;

	IdentifierRemoval(JdbcClient jdbc, Requests requests, SubjectDigests digests, Digest digest, ObjectMapper json) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.digests = digests;
		this.digest = digest;
		this.json = json;
	}

	/**
	 * Replaces them in the request's row. Who asked, the directory's names and a person's
	 * own words go without a trace.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void replace(UUID id) {
		RequestRow request = this.requests.get(id);
		this.jdbc
			.sql("update request set document = ?, subject = ?, decision_reason = ?, extension_reason = ? where id = ?")
			.params(document(request.document()).json(), identity(request.identity()),
					label(id, "decision_reason", DeclineReason::find),
					label(id, "extension_reason", ExtensionReason::find), id)
			.update();
	}

	private RequestDocument document(RequestDocument named) {
		SubjectIdentifiers given = named.subject();
		Map<String, JsonNode> corrections = new HashMap<>(named.corrections());
		corrections.replaceAll((field, value) -> TextNode.valueOf(this.digest.of(value.toString())));
		return new RequestDocument(named.reference(), named.tenant(), named.right(), new SubjectIdentifiers(
				digest(IdentifierKind.EMAIL, given.email()),
				digest(IdentifierKind.USER_PRINCIPAL_NAME, given.userPrincipalName()),
				digest(IdentifierKind.OBJECT_ID, given.objectId()), digest(IdentifierKind.PHONE, given.phone()),
				given.ipAddresses().stream().map((address) -> digest(IdentifierKind.IP_ADDRESS, address)).toList()),
				named.sources(), corrections, named.options(), named.receivedAt(), null);
	}

	private String identity(Identity named) {
		if (named == null) {
			return null;
		}
		Map<IdentifierKind, Set<String>> identifiers = new EnumMap<>(IdentifierKind.class);
		named.subject()
			.identifiers()
			.forEach((kind, values) -> identifiers.put(kind,
					values.stream().map((value) -> digest(kind, value)).collect(Collectors.toSet())));
		Identity nameless = new Identity(new Subject(identifiers, Set.of(), named.subject().region()),
				named.identified(), null, named.failure(), named.notSearched());
		try {
			return this.json.writeValueAsString(nameless);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("an identity cannot be written as JSON", ex);
		}
	}

	/**
	 * A reason is one of the labels that say nothing of the person, or goes.
	 */
	private String label(UUID id, String column, Function<String, Optional<?>> label) {
		return this.jdbc.sql("select %1$s from request where id = ? and %1$s is not null".formatted(column))
			.param(id)
			.query(String.class)
			.optional()
			.filter((reason) -> label.apply(reason).isPresent())
			.orElse(null);
	}

	private String digest(IdentifierKind kind, String value) {
		return (value != null) ? this.digests.of(kind, value) : null;
	}

}
