package org.dsrhub.intake;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.request.Door;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.Registrar;
import org.dsrhub.request.Registration;
import org.dsrhub.request.RequestDocument;
import org.dsrhub.request.RequestReader;
import org.dsrhub.request.TooManyOpen;
import org.dsrhub.security.Caller;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.security.Role;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The REST door: from a body to a receipt.
 */
@Component
public class RestFiling {

	private static final Logger log = LoggerFactory.getLogger(RestFiling.class);

	private static final Set<Role> FILERS = EnumSet.of(Role.PRIVACY_OPERATOR, Role.READER, Role.CONTRIBUTOR, Role.OWNER,
			Role.ACCOUNT_ADMINISTRATOR, Role.TENANT_ADMINISTRATOR, Role.IOT_CENTRAL_ADMINISTRATOR);

	private final Tenants tenants;

	private final RequestReader reader;

	private final Registrar registrar;

	private final IdempotencyKeys keys;

	private final FreeSpace space;

	private final OpenRequests open;

	RestFiling(Tenants tenants, RequestReader reader, Registrar registrar, IdempotencyKeys keys, FreeSpace space,
			OpenRequests open) {
		this.tenants = tenants;
		this.reader = reader;
		this.registrar = registrar;
		this.keys = keys;
		this.space = space;
		this.open = open;
	}

	/**
	 * Files the request in a body.
	 * @param key the header Idempotency-Key, or null
	 * @return the receipt's id
	 * @throws org.dsrhub.configuration.DiskFault if there is no disk space for it
	 * @throws TooManyOpen if no more can be taken now
	 * @throws MalformedJson if the body is no JSON document
	 * @throws NotThere if the caller may not enter the tenant, or there is none
	 * @throws NotAllowed if the caller has no role that files
	 * @throws InvalidRequest naming every field at fault
	 * @throws org.dsrhub.request.ReferenceConflict if the reference stands for other
	 * content
	 */
	public UUID file(byte[] body, String key, Caller caller) {
		this.space.require();
		RequestDocument request = read(JsonBody.parse(body), caller);
		return (key != null) ? this.keys.once(new IdempotencyKeys.Key(request.tenant(), caller.name(), key), body,
				() -> admit(request, caller).id()) : admit(request, caller).id();
	}

	private Registration admit(RequestDocument request, Caller caller) {
		if (this.open.room(Door.REST, request.tenant(), 1) == 0) {
			throw new TooManyOpen();
		}
		return register(request, caller);
	}

	/**
	 * The request of a document that a caller may file.
	 */
	RequestDocument read(JsonNode document, Caller caller) {
		JsonNode tenant = document.path("tenant");
		if (tenant.isTextual()
				&& (!caller.mayEnter(tenant.textValue()) || this.tenants.find(tenant.textValue()).isEmpty())) {
			throw new NotThere("no such tenant");
		}
		if (!caller.hasAny(FILERS)) {
			throw new NotAllowed("filing a request takes PrivacyOperator or one of the vendors' roles");
		}
		RequestDocument request = this.reader.read(document);
		if (!caller.mayEnter(request.tenant())) {
			throw new InvalidRequest(List.of(new FieldError("tenant", "must be the name of a tenant")));
		}
		return request;
	}

	Registration register(RequestDocument request, Caller caller) {
		Registration registration = this.registrar.register(request, Door.REST, caller);
		log.info("event=filed request={} receipt={} duplicate={} tenant={} right={} door=rest caller={}",
				registration.request(), registration.id(), registration.duplicate(), request.tenant(),
				request.right().label(), caller.name());
		return registration;
	}

}
