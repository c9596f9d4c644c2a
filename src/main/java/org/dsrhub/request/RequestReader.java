package org.dsrhub.request;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.request.RequestDocument.Requester;
import org.dsrhub.request.RequestDocument.SubjectIdentifiers;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.subject.Identifiers;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Makes the canonical request of a document that came through any door: valid against the
 * published schema, of a configured tenant, its identifiers in normal form.
 */
@Component
public class RequestReader {

	private static final String ADDRESS = "is not an e-mail address; write it like name@example.com";

	private final RequestSchema schema = new RequestSchema();

	private final Tenants tenants;

	private final Catalogue catalogue;

	private final Clock clock;

	public RequestReader(Tenants tenants, Catalogue catalogue, Clock clock) {
		this.tenants = tenants;
		this.catalogue = catalogue;
		this.clock = clock;
	}

	/**
	 * Reads a document. Whether the caller may file for its tenant is the door's to
	 * check.
	 * @throws InvalidRequest with every fault found
	 */
	public RequestDocument read(JsonNode document) {
		BrokenText.refuse(document);
		return new Reading(document, this.schema.faults(document)).request();
	}

	private final class Reading {

		private final JsonNode document;

		private final Faults faults;

		private final Tenant tenant;

		private Reading(JsonNode document, Faults faults) {
			this.document = document;
			this.faults = faults;
			this.tenant = tenant();
		}

		private RequestDocument request() {
			RequestDocument request = new RequestDocument(text("reference"),
					(this.tenant != null) ? this.tenant.tenant() : null, right(), subject(), sources(),
					fields("corrections"), fields("options"), receivedAt(), requester());
			if (request.right() != null) {
				corrections(request);
				options(request);
			}
			this.faults.raise();
			return request;
		}

		private Tenant tenant() {
			String name = text("tenant");
			if (name == null) {
				return null;
			}
			Optional<Tenant> found = RequestReader.this.tenants.find(name);
			if (found.isEmpty()) {
				this.faults.add("tenant", "is not a configured tenant; use the name of a file in config/tenants");
			}
			return found.orElse(null);
		}

		private Right right() {
			String label = text("right");
			if (label == null) {
				return null;
			}
			return Right.of(label);
		}

		private void corrections(RequestDocument request) {
			if (request.right() != Right.RECTIFY) {
				if (!request.corrections().isEmpty()) {
					this.faults.add("corrections", "belong to the right rectify alone; take them out");
				}
				return;
			}
			if (request.corrections().isEmpty()) {
				this.faults.add("corrections", "are missing: name each field that is wrong, and its right value");
			}
			oneApplication(request);
			Set<String> known = known(request);
			request.corrections()
				.keySet()
				.stream()
				.filter((field) -> !known.contains(field))
				.sorted()
				.forEach((field) -> this.faults.add("corrections." + PlainName.of(field),
						"is a field of none of the sources; those that can be corrected are "
								+ String.join(", ", known)));
		}

		/**
		 * A correction of what each application has of its own is for one of them.
		 */
		private void oneApplication(RequestDocument request) {
			RequestReader.this.catalogue.all()
				.stream()
				.filter((source) -> this.tenant != null && this.tenant.uses(source))
				.filter((source) -> this.tenant.each(source).size() > 1 && !named(request, source))
				.filter((source) -> source.change(Right.RECTIFY)
					.filter((change) -> request.corrections().keySet().stream().anyMatch(change.fields()::containsKey))
					.isPresent())
				.forEach((source) -> this.faults.add("sources",
						"must name the application that is to be corrected, one of "
								+ String.join(", ", this.tenant.each(source).stream().map(Source::source).toList())));
		}

		private static boolean named(RequestDocument request, Source source) {
			Set<String> sources = Set.copyOf(request.sources());
			boolean other = sources.stream().map(Source::file).noneMatch(source.source()::equals);
			return !sources.isEmpty() && (other || !sources.contains(source.source()));
		}

		/**
		 * What the sources asked for say of corrections, be it that they are refused.
		 */
		private Set<String> known(RequestDocument request) {
			Set<String> known = new TreeSet<>();
			RequestReader.this.catalogue.all()
				.stream()
				.filter((source) -> this.tenant == null || this.tenant.uses(source))
				.filter((source) -> request.sources().isEmpty()
						|| request.sources().stream().map(Source::file).anyMatch(source.source()::equals))
				.flatMap((source) -> source.change(Right.RECTIFY).stream())
				.forEach((change) -> {
					known.addAll(change.fields().keySet());
					known.addAll(change.readOnly().keySet());
				});
			return known;
		}

		private void options(RequestDocument request) {
			if (Asked.of(request).lift() && request.options().containsKey("restrictBy")) {
				this.faults.add("options.restrictBy", "cannot stand beside liftRestriction; take one of them out");
			}
		}

		private SubjectIdentifiers subject() {
			TreeSet<String> addresses = new TreeSet<>();
			JsonNode given = list("subject", "ipAddresses");
			for (int i = 0; i < given.size(); i++) {
				String address = normal("subject.ipAddresses[" + i + "]", given.get(i), Identifiers::ipAddress,
						"is not one IPv4 or IPv6 address");
				if (address != null) {
					addresses.add(address);
				}
			}
			return new SubjectIdentifiers(normal("subject.email", Identifiers::email, ADDRESS),
					normal("subject.userPrincipalName", Identifiers::userPrincipalName,
							"is not a user principal name; write it like name@example.com"),
					normal("subject.objectId", Identifiers::objectId,
							"is not an object id; write it as a GUID of 32 hexadecimal digits in 8-4-4-4-12"),
					(this.tenant != null)
							? normal("subject.phone", (text) -> Identifiers.phone(text, this.tenant.region()),
									"is not a phone number; write it with + and the country code")
							: null,
					List.copyOf(addresses));
		}

		private List<String> sources() {
			TreeSet<String> names = new TreeSet<>();
			JsonNode asked = list("", "sources");
			for (int i = 0; i < asked.size(); i++) {
				String name = asked.get(i).asText();
				if (this.tenant != null && !uses(name)) {
					this.faults.add("sources[" + i + "]", "is not a source of this tenant; correct it or take it out");
				}
				names.add(name);
			}
			return List.copyOf(names);
		}

		/**
		 * Whether it is a source of the tenant, or that in one of its applications.
		 */
		private boolean uses(String name) {
			return RequestReader.this.catalogue.find(name)
				.filter(this.tenant::uses)
				.filter((source) -> source.source().equals(name)
						|| this.tenant.each(source).stream().anyMatch((one) -> one.source().equals(name)))
				.isPresent();
		}

		private Map<String, JsonNode> fields(String name) {
			Map<String, JsonNode> fields = new LinkedHashMap<>();
			this.document.path(name).properties().forEach((field) -> fields.put(field.getKey(), field.getValue()));
			return fields;
		}

		private Instant receivedAt() {
			Instant now = RequestReader.this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
			String text = text("receivedAt");
			if (text == null) {
				return now;
			}
			return TimeOfReceipt.read(text, (this.tenant != null) ? this.tenant.timezone() : ZoneOffset.UTC, now,
					this.faults);
		}

		private Requester requester() {
			return this.document.path("requester").isObject()
					? new Requester(text("requester.name"), normal("requester.email", Identifiers::email, ADDRESS))
					: null;
		}

		private String normal(String field, Function<String, Optional<String>> form, String message) {
			return normal(field, this.document.at("/" + field.replace('.', '/')), form, message);
		}

		private String normal(String field, JsonNode value, Function<String, Optional<String>> form, String message) {
			if (!value.isTextual() || this.faults.at(field)) {
				return null;
			}
			Optional<String> normal = form.apply(value.textValue());
			if (normal.isEmpty()) {
				this.faults.add(field, message);
			}
			return normal.orElse(null);
		}

		private String text(String field) {
			return normal(field, Optional::of, "");
		}

		private JsonNode list(String parent, String name) {
			JsonNode list = (parent.isEmpty() ? this.document : this.document.path(parent)).path(name);
			return list.isArray() ? list : this.document.path("(none)");
		}

	}

}
