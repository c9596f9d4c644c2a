package org.dsrhub.subject;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Looks a subject up in the tenant's directory, question by question: by the object id,
 * by each property that may hold an address given, and, if nobody is found, through the
 * deleted users. Whatever the directory answers, only an entry that really has one of the
 * identifiers given counts. Not for several threads.
 */
public final class DirectorySearch {

	private static final String IDENTITIES = "identities";

	private final Subject subject;

	private final Deque<Step> steps = new ArrayDeque<>();

	private final Map<String, DirectoryEntry> found = new LinkedHashMap<>();

	private final List<String> notSearched = new ArrayList<>();

	private final boolean asked;

	private boolean deleted;

	private boolean renewed;

	private String link;

	private final Set<String> followed = new HashSet<>();

	/**
	 * A search for a person by the identifiers that were given.
	 */
	public DirectorySearch(Subject subject) {
		this.subject = subject;
		if (!subject.of(IdentifierKind.OBJECT_ID).isEmpty()) {
			this.steps.add(new Step(Question.USER, null));
		}
		if (subject.of(IdentifierKind.EMAIL).isEmpty() && subject.of(IdentifierKind.USER_PRINCIPAL_NAME).isEmpty()) {
			ask(List.of());
		}
		else {
			this.steps.add(new Step(Question.ORGANIZATION, null));
		}
		this.asked = !this.steps.isEmpty();
	}

	/**
	 * What to ask the directory.
	 */
	public enum Question {

		USER, ORGANIZATION, USERS, DELETED_USERS

	}

	private record Step(Question question, DirectoryLookup lookup) {
	}

	public boolean isMore() {
		return !this.steps.isEmpty();
	}

	/**
	 * The present question's name in routes, such as {@code deleted-users}.
	 */
	public String getQuestion() {
		return this.steps.element().question().name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The next page's link, or null at the start of a question.
	 */
	public String link() {
		return this.link;
	}

	/**
	 * The clause for {@code $filter}; empty where the question has none.
	 */
	public String filter() {
		DirectoryLookup lookup = this.steps.element().lookup();
		return (lookup != null) ? lookup.filter() : "";
	}

	public Optional<String> objectId() {
		return this.subject.of(IdentifierKind.OBJECT_ID).stream().findFirst();
	}

	/**
	 * Whether the directory refuses the token for the first time since it last answered;
	 * from now on it is not.
	 */
	public boolean renew() {
		boolean first = !this.renewed;
		this.renewed = true;
		return first;
	}

	/**
	 * Whether the present question's pages have come by this link before.
	 */
	public boolean circular(String nextLink) {
		return this.followed.contains(nextLink);
	}

	/**
	 * Takes one page of an answer.
	 * @param items users, or the organization
	 * @param nextLink the link to the next page, or null
	 */
	public void answered(List<JsonNode> items, String nextLink) {
		this.renewed = false;
		Question question = this.steps.element().question();
		if (question == Question.ORGANIZATION) {
			this.steps.remove();
			ask(issuers(items));
			return;
		}
		for (JsonNode item : items) {
			DirectoryEntry.of(item, this.subject.region())
				.filter((entry) -> entry.belongsTo(this.subject))
				.ifPresent((entry) -> this.found.put(entry.objectId(), entry));
		}
		this.link = nextLink;
		if (nextLink != null) {
			this.followed.add(nextLink);
			return;
		}
		this.followed.clear();
		this.steps.remove();
		lookThroughTheDeleted(question);
	}

	/**
	 * The directory cannot be asked this, because it does not know the question or does
	 * not permit it; the search goes on without, and says so.
	 */
	public void unanswerable() {
		Step step = this.steps.remove();
		this.link = null;
		this.followed.clear();
		if (step.question() == Question.ORGANIZATION) {
			this.notSearched.add(IDENTITIES);
			ask(List.of());
			return;
		}
		this.notSearched
			.add((step.lookup() != null) ? step.lookup().property() : step.question().name().toLowerCase(Locale.ROOT));
		lookThroughTheDeleted(step.question());
	}

	/**
	 * Whether nobody was found although somebody might have been: the directory did not
	 * understand a question. Sign-in names of other issuers only widen the search.
	 */
	public boolean inconclusive() {
		return this.found.isEmpty() && this.notSearched.stream().anyMatch((property) -> !property.equals(IDENTITIES));
	}

	/**
	 * Whether the present question only widens the search, so that it can go on without
	 * an answer.
	 */
	public boolean isOptional() {
		return this.steps.element().question() == Question.ORGANIZATION;
	}

	/**
	 * Whether more than one person fits.
	 */
	public boolean ambiguous() {
		return this.found.size() > 1;
	}

	/**
	 * Who it is.
	 * @throws IllegalStateException if more than one person fits
	 */
	public Identity result() {
		if (ambiguous()) {
			throw new IllegalStateException("more than one person fits");
		}
		if (!this.asked) {
			return Identity.notSearched(this.subject);
		}
		boolean blind = this.notSearched.stream().anyMatch((property) -> !property.equals("identities"));
		if (this.found.isEmpty() && blind) {
			// Somebody may be there whom the questions that were refused would have
			// found.
			return Identity.failed(this.subject, "bad-request", this.notSearched);
		}
		return this.found.values()
			.stream()
			.findFirst()
			.map((entry) -> Identity.found(this.subject, entry, this.deleted, this.notSearched))
			.orElseGet(() -> Identity.nobody(this.subject, this.notSearched));
	}

	private void ask(List<String> issuers) {
		DirectoryLookup.of(this.subject, issuers).forEach((lookup) -> this.steps.add(new Step(Question.USERS, lookup)));
	}

	private void lookThroughTheDeleted(Question answered) {
		if (this.steps.isEmpty() && this.found.isEmpty() && answered != Question.DELETED_USERS) {
			this.deleted = true;
			this.steps.add(new Step(Question.DELETED_USERS, null));
		}
	}

	private static List<String> issuers(List<JsonNode> organizations) {
		return organizations.stream()
			.flatMap((one) -> StreamSupport.stream(one.path("verifiedDomains").spliterator(), false))
			.filter((domain) -> domain.path("isInitial").asBoolean(false))
			.map((domain) -> domain.path("name").asText(""))
			.filter((name) -> !name.isBlank())
			.toList();
	}

}
