package org.dsrhub.house;

import java.time.Instant;
import java.time.LocalDate;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Rooms depend on each other in one direction only, and only one of them knows Camel and
 * the cloud's SDK.
 */
@AnalyzeClasses(packages = "org.dsrhub", importOptions = DoNotIncludeTests.class)
class LayeringTests {

	@ArchTest
	static final ArchRule rooms_have_no_cycles = slices().matching("org.dsrhub.(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule only_the_camel_room_knows_camel_and_azure = noClasses().that()
		.resideOutsideOfPackage("org.dsrhub.camel..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.camel..", "com.azure..", "org.apache.hc..");

	@ArchTest
	static final ArchRule nothing_depends_on_the_camel_room = noClasses().that()
		.resideOutsideOfPackage("org.dsrhub.camel..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.dsrhub.camel..");

	@ArchTest
	static final ArchRule time_comes_from_the_clock = noClasses().should()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(LocalDate.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.dependOnClassesThat()
		.belongToAnyOf(java.util.Date.class, java.text.SimpleDateFormat.class);

	@ArchTest
	static final ArchRule nothing_is_injected_into_fields = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

	@ArchTest
	static final ArchRule nothing_is_printed = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

}
