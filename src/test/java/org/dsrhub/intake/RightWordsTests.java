package org.dsrhub.intake;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.dsrhub.Workshop;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is understood of people's own mails, by the words that ship.
 */
class RightWordsTests {

	private Workshop shop;

	private RightWords words;

	@BeforeEach
	void setUp(@TempDir Path folder) {
		this.shop = new Workshop(folder);
		MailIntakeRoom.words(folder);
		this.words = new RightWords(this.shop.hub());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			access   | en | Hello, please send me a copy of my data. Ana
			access   | en | Subject Access Request
			access   | en | under ARTICLE 15 of the GDPR I ask what personal data you hold about me
			access   | en | I want access -~to my   personal data!
			export   | en | I want data-portability
			export   | en | export of my data, please
			rectify  | en | Please correct my address, it is wrong
			restrict | en | Please restrict the processing until then
			erase    | en | Delete my account and erase my data
			erase    | en | Right to be forgotten
			access   | da | Jeg vil gerne have indsigt i mine oplysninger
			access   | da | Kopi af mine data, tak
			erase    | da | Slet mine oplysninger efter artikel 17
			erase    | da | Jeg beder om at få mine data slettet
			export   | da | Dataportabilitet
			restrict | da | begrænsning af behandlingen
			access   | de | Auskunftsersuchen nach Artikel 15 DSGVO: Auskunft über meine Daten
			erase    | de | Bitte löschen Sie meine Daten
			erase    | de | Ich bitte um Löschung meiner personenbezogenen Daten nach Artikel 17
			export   | de | Datenübertragbarkeit
			restrict | de | Einschränkung der Verarbeitung
			rectify  | de | Berichtigung meiner Daten
			""")
	void one_right_that_is_named_is_understood(String right, String language, String text) {
		assertThat(this.words.find(text.replace("~", "\n"))).hasValue(new RightWords.Asked(Right.of(right), language));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Hello", "What is going on with my invoice?", "discover",
			"Please tell me what is where", "Send me a copy of my data and then delete my data",
			"Send me a copy of my database", "undelete my data", "Please do not delete my data",
			"Don\u2019t delete my data", "Slet ikke mine data; slet mine data",
			"Bitte löschen Sie meine Daten nicht löschen", "article 155", "I withdraw my request: delete my account",
			"kopi af mine data. Löschen Sie meine Daten", "erase meringue" })
	void none_several_or_the_opposite_is_left_to_a_person(String text) {
		assertThat(this.words.find(text)).isEmpty();
	}

	@Test
	void discovery_is_never_asked_by_mail() {
		assertThat(Stream.of(this.words.find("discover"), this.words.find("what is where")))
			.allMatch((one) -> one.isEmpty());
	}

	@Test
	void an_installation_adds_a_language() {
		Workshop.write(this.shop.hub().config().resolve("words/fr.yaml"), """
				language: fr
				access: [copie de mes données]
				export: []
				rectify: []
				restrict: []
				erase: [effacement de mes données]
				unless: []
				""");
		assertThat(new RightWords(this.shop.hub()).find("L'effacement de mes données."))
			.hasValue(new RightWords.Asked(Right.ERASE, "fr"));
	}

	@Test
	void a_file_with_a_fault_stops_the_start() {
		Workshop.write(this.shop.hub().config().resolve("words/fr.yaml"), "language: fr\naccess: [\"!\"]\nexport: x\n");
		assertThatThrownBy(() -> new RightWords(this.shop.hub())).isInstanceOf(InvalidConfiguration.class)
			.hasMessageContaining("fr.yaml")
			.hasMessageContaining("line 2, field 'access[0]'")
			.hasMessageContaining("line 3, field 'export'");
	}

	@Test
	void without_files_nothing_is_understood(@TempDir Path empty) {
		assertThat(new RightWords(new Workshop(empty).hub()).find("delete my data")).isEmpty();
	}

}
