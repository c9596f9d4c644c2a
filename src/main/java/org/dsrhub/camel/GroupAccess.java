package org.dsrhub.camel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.source.VendorStatus;
import org.springframework.stereotype.Component;

/**
 * The steps of a Kamelet whose list holds groups of the directory beside people. A group
 * is no person, but it is the person's way in if they are a member of it. Microsoft Graph
 * is asked that ({@code checkMemberGroups}, for 20 groups a call at most), and such a
 * group is handed over with the person's object id in its field {@code member}. Other
 * groups, and the accounts of applications, are counted and not handed over.
 */
@Component("groupAccess")
class GroupAccess {

	private static final int MOST = 20;

	private static final ObjectMapper JSON = new ObjectMapper();

	private final VendorCall calls;

	private final Clock clock;

	GroupAccess(VendorCall calls, Clock clock) {
		this.calls = calls;
		this.clock = clock;
	}

	/**
	 * Reads the variables {@code fetch} and {@code page}; sets {@code groups}, those that
	 * the directory has to be asked about: none if the person is not in it.
	 */
	void look(Exchange exchange) {
		HeldPage page = exchange.getVariable("page", HeldPage.class);
		List<ObjectNode> groups = new ArrayList<>();
		if (page != null && fetch(exchange).values().containsKey("objectId")) {
			page.records()
				.stream()
				.filter((record) -> !id(record).isEmpty())
				.forEach((record) -> groups.add((ObjectNode) record));
		}
		exchange.setVariable("groups", groups);
	}

	/**
	 * Readies the call about the next of them.
	 * @throws VendorFault if there is no directory to ask
	 */
	void ask(Exchange exchange) throws IOException {
		exchange.setVariable("api", "graph");
		exchange.removeVariable("application");
		Fetch fetch = fetch(exchange);
		URI graph = VendorCall.needed(exchange, fetch.tenant());
		URI members = graph.resolve("/v1.0/users/%s/checkMemberGroups".formatted(fetch.values().get("objectId")));
		fetch.asked(members.toString());
		this.calls.prepare(exchange, fetch.tenant(), "POST", members);
		List<String> ids = next(exchange).stream().map(GroupAccess::id).distinct().toList();
		exchange.getMessage().setBody(JSON.writeValueAsBytes(Map.of("groupIds", ids)));
		exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
	}

	/**
	 * Takes the answer. Whoever is not in the directory any more is in none of its
	 * groups.
	 * @throws VendorFault if it is none that can be read
	 */
	void answer(Exchange exchange) throws IOException {
		Fetch fetch = fetch(exchange);
		Message message = exchange.getMessage();
		int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
		try (InputStream body = VendorAnswer.body(message, fetch.tenant())) {
			if (status == 401 && fetch.renew()) {
				this.calls.renew(exchange, fetch.tenant());
				return;
			}
			if (status != 404) {
				VendorStatus.fault(status, message.getHeader("Retry-After", String.class), this.clock.instant())
					.ifPresent(fetch::fault);
				member(next(exchange), list(body), fetch.values().get("objectId"));
			}
			next(exchange).clear();
		}
		finally {
			Leftovers.clear(exchange);
		}
	}

	/**
	 * Hands the page over, if there is one.
	 */
	void handOver(Exchange exchange) throws IOException {
		HeldPage page = exchange.getVariable("page", HeldPage.class);
		if (page != null) {
			HeldPage persons = page.without((record) -> is("adGroup", record) && !record.has("member"),
					(record) -> is("servicePrincipal", record));
			fetch(exchange).take(persons, persons.url());
			fetch(exchange).answered(ServiceLimits.NONE);
		}
	}

	private static void member(List<ObjectNode> groups, List<String> memberOf, String person) {
		groups.stream().filter((group) -> memberOf.contains(id(group))).forEach((group) -> group.put("member", person));
	}

	private static List<String> list(InputStream body) throws IOException {
		try {
			JsonNode value = JSON.readTree(body.readAllBytes()).path("value");
			if (!value.isArray()) {
				throw VendorFault.retryable(Reason.INVALID_ANSWER, "the answer is no list of groups", null);
			}
			List<String> groups = new ArrayList<>();
			value.forEach((group) -> groups.add(group.asText().toLowerCase(Locale.ROOT)));
			return groups;
		}
		catch (JacksonException ex) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the answer is not whole JSON", null);
		}
	}

	/**
	 * The object id of a group; empty for what is none.
	 */
	private static String id(JsonNode record) {
		return is("adGroup", record) ? record.path("objectId").asText().toLowerCase(Locale.ROOT) : "";
	}

	private static boolean is(String type, JsonNode record) {
		return type.equals(record.path("type").asText());
	}

	/** A view of the groups that are still open: to clear it takes them from the list. */
	private static List<ObjectNode> next(Exchange exchange) {
		@SuppressWarnings("unchecked")
		List<ObjectNode> groups = exchange.getVariable("groups", List.class);
		return groups.subList(0, Math.min(MOST, groups.size()));
	}

	private static Fetch fetch(Exchange exchange) {
		return exchange.getVariable("fetch", Fetch.class);
	}

}
