package org.dsrhub.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
	 * A Kamelet of {@code routes/kamelets} and its parameters; or, where the vendor
	 * answers only by e-mail, a correspondence in their place.
	 */
	public record Action(String kamelet, Map<String, String> parameters, Correspondence correspondence) {

		public Action {
			parameters = (parameters != null) ? parameters : Map.of();
		}

		public Action(String kamelet, Map<String, String> parameters) {
			this(kamelet, parameters, null);
		}

		Action with(String name, String value) {
			Map<String, String> more = new LinkedHashMap<>(this.parameters);
			more.put(name, value);
			return new Action(this.kamelet, more, this.correspondence);
		}

	}

	/**
	 * How its vendor is asked by e-mail; empty where it is read through a Kamelet.
	 */
	public Optional<Correspondence> correspondence() {
		return Optional.ofNullable(this.collect.correspondence());
	}

	/**
	 * The source with another conversation.
	 */
	public Source withCorrespondence(Correspondence correspondence) {
		return new Source(this.source, this.system, this.category, this.purpose, this.recipients, this.legalBasis,
				this.keptFor, this.classification, this.searchedBy, this.roles, this.subjectFields, this.personFields,
				new Action(null, null, correspondence), this.rectify, this.restrict, this.erase, this.needs);
	}

	/**
	 * The source at another version of its API.
	 */
	public Source withApiVersion(String version) {
		return new Source(this.source, this.system, this.category, this.purpose, this.recipients, this.legalBasis,
				this.keptFor, this.classification, this.searchedBy, this.roles, this.subjectFields, this.personFields,
				this.collect.with("apiVersion", version), at(this.rectify, version), at(this.restrict, version),
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
		return this.collect.parameters().values().stream().anyMatch((value) -> value.contains("{objectId}"));
	}

	/**
	 * Whether it is read once for each subscription of the tenant.
	 */
	public boolean perSubscription() {
		return this.collect.parameters().values().stream().anyMatch((value) -> value.contains("{subscription}"));
	}

}
