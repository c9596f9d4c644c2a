package org.dsrhub.source;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.dsrhub.security.Role;
import org.dsrhub.subject.IdentifierKind;

/**
 * One place that may hold personal data: one file in {@code config/sources/}, the file's
 * keys in order.
 *
 * @param source its name, equal to the file's
 * @param system the product that it belongs to
 * @param category what kind of personal data it holds (GDPR art. 15(1)(b))
 * @param purpose why they are processed (art. 15(1)(a))
 * @param recipients who receives them (art. 15(1)(c))
 * @param legalBasis on what ground (art. 6)
 * @param keptFor how long the service keeps them (art. 15(1)(d)), in words
 * @param classification whether an administrator has to classify its records
 * @param searchedBy kinds of identifiers that records of it can be found by
 * @param roles for each right the roles that may ask it; a right that is missing is
 * refused to everybody
 * @param subjectFields fields that go with the person whom the record, or the list
 * element, is about. A field is named by its key or by the end of its path
 * ({@code requests.requestor}), or with an asterisk by the end of its key
 * ({@code *userName}); case, spaces, punctuation and list indices are ignored
 * @param personFields fields whose value names a person, in the same notation
 * @param collect how its records are read, or asked for
 * @param rectify how a person's data is corrected there, or why not; null where the file
 * says nothing, and then nobody may
 * @param restrict how its use is restricted
 * @param erase how it is erased
 * @param needs what an administrator has to grant the hub for it, such as {@code the role
 * 'Reader' on the subscription}; null where nothing is said
 */
public record Source(String source, String system, String category, String purpose, String recipients,
		String legalBasis, String keptFor, Classification classification, Set<IdentifierKind> searchedBy,
		Map<Right, Set<Role>> roles, List<String> subjectFields, List<String> personFields, Action collect,
		Change rectify, Change restrict, Change erase, String needs) {

	private static final String APPLICATION = "{application}";

	public Source {
		classification = (classification != null) ? classification : Classification.NOT_REQUIRED;
		subjectFields = (subjectFields != null) ? List.copyOf(subjectFields) : List.of();
		personFields = (personFields != null) ? List.copyOf(personFields) : List.of();
	}

	/**
	 * Whether an administrator has to classify a record before it means something.
	 */
	public enum Classification {

		NOT_REQUIRED("not-required"), UNCLASSIFIED("unclassified");

		private final String label;

		Classification(String label) {
			this.label = label;
		}

		@com.fasterxml.jackson.annotation.JsonValue
		public String label() {
			return this.label;
		}

	}

	/**
	 * How a source is read: by a Kamelet of {@code routes/kamelets} with its parameters,
	 * or by a correspondence where the vendor answers only by e-mail, or by a person, or
	 * not at all.
	 *
	 * @param asks the questions that are asked one after the other; none where the source
	 * is read whole
	 * @param rate how often the service may be called, or null
	 * @param manual what a person is to do, or null
	 * @param refused the rule by which nobody gets anything of it, or null
	 * @param operation what the service has to work on before it is read, or null
	 * @param concurrency how many tasks of a tenant read it at once, or null
	 */
	public record Action(String kamelet, Map<String, String> parameters, Correspondence correspondence, List<Ask> asks,
			Rate rate, String manual, String refused, Operation operation, Integer concurrency) {

		public Action {
			parameters = (parameters != null) ? parameters : Map.of();
			asks = (asks != null) ? List.copyOf(asks) : List.of();
		}

		public Action(String kamelet, Map<String, String> parameters) {
			this(kamelet, parameters, null, null, null, null, null, null, null);
		}

		Action with(String name, String value) {
			Map<String, String> more = new LinkedHashMap<>(this.parameters);
			more.put(name, value);
			return new Action(this.kamelet, more, this.correspondence, this.asks, this.rate, this.manual, this.refused,
					this.operation, this.concurrency);
		}

		Action withApiVersion(String version) {
			Action own = with("apiVersion", version);
			return (this.operation == null) ? own : own.with(this.operation.withApiVersion(version));
		}

		/**
		 * The same with every word of it changed.
		 */
		Action each(UnaryOperator<String> word) {
			Map<String, String> changed = new LinkedHashMap<>(this.parameters);
			changed.replaceAll((name, value) -> word.apply(value));
			return new Action(this.kamelet, changed, this.correspondence, this.asks, this.rate,
					(this.manual != null) ? word.apply(this.manual) : null,
					(this.refused != null) ? word.apply(this.refused) : null,
					(this.operation != null) ? this.operation.words(word) : null, this.concurrency);
		}

		private Action with(Operation changed) {
			return new Action(this.kamelet, this.parameters, this.correspondence, this.asks, this.rate, this.manual,
					this.refused, changed, this.concurrency);
		}

		private Stream<String> words() {
			return Stream
				.of(this.parameters.values().stream(), this.asks.stream().map(Ask::filter),
						Stream.of(this.manual, this.refused).filter(Objects::nonNull),
						Stream.ofNullable(this.operation).flatMap(Operation::actions).flatMap(Action::words))
				.flatMap((words) -> words);
		}

	}

	/**
	 * One of the questions that a source is asked.
	 *
	 * @param filter what stands for {@code {ask}} in the Kamelet's parameters;
	 * {@code {objectId}} in it for the subject's directory entry
	 * @param unless the path of a field; a record in which it holds that object id was
	 * found by an earlier question. Null where none is found twice
	 */
	public record Ask(String filter, String unless) {
	}

	/**
	 * How often a service may be called for a tenant.
	 *
	 * @param calls how many calls in that time
	 * @param of the name of the limit, which several sources may share
	 */
	public record Rate(int calls, Duration per, String of) {
	}

	/**
	 * How its vendor is asked by e-mail; empty where it is read through a Kamelet.
	 */
	public Optional<Correspondence> correspondence() {
		return Optional.ofNullable(this.collect.correspondence());
	}

	/**
	 * What its service has to work on before it is read; empty where it answers at once.
	 */
	public Optional<Operation> operation() {
		return Optional.ofNullable(this.collect.operation());
	}

	/**
	 * The source with another conversation.
	 */
	public Source withCorrespondence(Correspondence correspondence) {
		return new Source(this.source, this.system, this.category, this.purpose, this.recipients, this.legalBasis,
				this.keptFor, this.classification, this.searchedBy, this.roles, this.subjectFields, this.personFields,
				new Action(null, null, correspondence, null, null, null, null, null, null), this.rectify, this.restrict,
				this.erase, this.needs);
	}

	/**
	 * The source at another version of its API.
	 */
	public Source withApiVersion(String version) {
		return new Source(this.source, this.system, this.category, this.purpose, this.recipients, this.legalBasis,
				this.keptFor, this.classification, this.searchedBy, this.roles, this.subjectFields, this.personFields,
				this.collect.withApiVersion(version), at(this.rectify, version), at(this.restrict, version),
				at(this.erase, version), this.needs);
	}

	private static Change at(Change change, String version) {
		return (change != null && change.possible()) ? change.withApiVersion(version) : change;
	}

	/**
	 * What is done for a right that changes something; empty where the file says nothing.
	 */
	public Optional<Change> change(Right right) {
		return Optional.ofNullable(switch (right) {
			case RECTIFY -> this.rectify;
			case RESTRICT -> this.restrict;
			case ERASE -> this.erase;
			default -> null;
		});
	}

	/**
	 * Whether one of these roles may ask for this right here.
	 */
	public boolean grants(Right right, Set<Role> held) {
		return this.roles.getOrDefault(right, Set.of()).stream().anyMatch(held::contains);
	}

	/**
	 * Whether it is read by the subject's directory entry, so that without one there is
	 * nothing to ask.
	 */
	public boolean needsDirectoryEntry() {
		return says("{objectId}");
	}

	/**
	 * Whether it is that entry itself, of which there is one.
	 */
	public boolean directoryEntry() {
		return this.collect.parameters().getOrDefault("path", "").contains("{objectId}");
	}

	/**
	 * Whether it is read once for each subscription of the tenant.
	 */
	public boolean perSubscription() {
		return says("{subscription}");
	}

	/**
	 * Whether it stands for each IoT Central application of the tenant once.
	 */
	public boolean perApplication() {
		return says(APPLICATION);
	}

	/**
	 * The source in one application.
	 * @param name what it is called there: its own name, or that with a dot and more
	 */
	public Source in(URI application, String name) {
		UnaryOperator<String> place = (text) -> text.replace(APPLICATION, application.toString());
		return new Source(name, this.system, this.category, this.purpose, this.recipients, this.legalBasis,
				this.keptFor, this.classification, this.searchedBy, this.roles, this.subjectFields, this.personFields,
				this.collect.each(place), in(this.rectify, place), in(this.restrict, place), in(this.erase, place),
				this.needs);
	}

	/**
	 * The name of its file, of whichever application it is.
	 */
	public static String file(String name) {
		int dot = name.indexOf('.');
		return (dot < 0) ? name : name.substring(0, dot);
	}

	private static Change in(Change change, UnaryOperator<String> place) {
		return (change != null) ? change.each(place) : null;
	}

	private boolean says(String placeholder) {
		return this.collect.words().anyMatch((word) -> word.contains(placeholder));
	}

}
