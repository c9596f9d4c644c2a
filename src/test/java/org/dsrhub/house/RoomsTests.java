package org.dsrhub.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.function.Predicate;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.dsrhub.DsrHub;
import org.dsrhub.database.ClosedLedger;
import org.dsrhub.record.Reading;
import org.dsrhub.record.Redacted;
import org.dsrhub.record.Redaction;
import org.dsrhub.tenant.Validity;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the rooms of the house apart.
 */
@AnalyzeClasses(packagesOf = DsrHub.class, importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTests {

	@ArchTest
	static final ArchRule rooms_do_not_depend_on_each_other_in_a_circle = slices().matching("org.dsrhub.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule nothing_depends_on_the_room_that_adapts = noClasses().that()
		.resideOutsideOfPackage("org.dsrhub.camel..")
		.should()
		.dependOnClassesThat(resideInAPackage("org.dsrhub.camel.."));

	@ArchTest
	static final ArchRule only_the_room_that_adapts_knows_camel_and_azure = noClasses().that()
		.resideOutsideOfPackage("org.dsrhub.camel..")
		.should()
		.dependOnClassesThat(resideInAnyPackage("org.apache.camel..", "com.azure..", "org.apache.hc.."));

	@ArchTest
	static final ArchRule the_rooms_of_rules_start_nothing = noClasses().that()
		.resideInAnyPackage("org.dsrhub.subject..", "org.dsrhub.record..")
		.should()
		.dependOnClassesThat(resideInAnyPackage("org.springframework.jdbc..", "org.springframework.http..",
				"jakarta.servlet..", "java.net.http.."));

	@ArchTest
	static final ArchRule fields_are_not_injected = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

	/**
	 * What is run in a shell answers there.
	 */
	@ArchTest
	static final ArchRule nothing_is_printed = noClasses().that()
		.doNotHaveFullyQualifiedName(DsrHub.class.getName())
		.should(ACCESS_STANDARD_STREAMS);

	@ArchTest
	static final ArchRule one_logging_facade = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

	@ArchTest
	static final ArchRule no_stack_trace_is_printed = noClasses().should()
		.callMethod(Throwable.class, "printStackTrace");

	@ArchTest
	static final ArchRule time_comes_from_a_clock = noClasses().should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(java.time.LocalDate.class, "now")
		.orShould()
		.callMethod(java.time.LocalDateTime.class, "now")
		.orShould()
		.callMethod(java.time.OffsetDateTime.class, "now")
		.orShould()
		.callMethod(java.time.ZonedDateTime.class, "now");

	@ArchTest
	static final ArchRule a_clock_is_made_in_one_place = noClasses().that()
		.doNotHaveFullyQualifiedName(DsrHub.class.getName())
		.should()
		.callMethod(Clock.class, "systemUTC")
		.orShould()
		.callMethod(Clock.class, "systemDefaultZone");

	/**
	 * Certificates tell their time in them, mail servers, and schedules.
	 */
	@ArchTest
	static final ArchRule no_dates_of_old = noClasses().that()
		.doNotHaveFullyQualifiedName(Validity.class.getName())
		.and()
		.doNotHaveFullyQualifiedName("org.dsrhub.camel.MailReceiveSteps")
		.and()
		.doNotHaveFullyQualifiedName("org.dsrhub.camel.MailboxFolders")
		.and()
		.doNotHaveFullyQualifiedName("org.dsrhub.retention.DailyCron")
		.should()
		.dependOnClassesThat()
		.belongToAnyOf(Date.class, java.util.Calendar.class, java.text.DateFormat.class);

	@ArchTest
	static final ArchRule nothing_static_changes = fields().that().areStatic().should().beFinal();

	/**
	 * Beans that a route names are called from outside, too; the redaction is public so
	 * that a test can take it away and see that it is missed.
	 */
	@ArchTest
	static final ArchRule a_class_is_public_only_for_another_room_or_a_route = classes().that()
		.arePublic()
		.and()
		.areTopLevelClasses()
		.and()
		.doNotBelongToAnyOf(DsrHub.class, Redaction.class, Redacted.class, Reading.class, ClosedLedger.class)
		.should(be("used in another room or named by a route", (type) -> named(type) || usedElsewhere(type)));

	@ArchTest
	static final ArchRule every_room_says_what_it_is_for = classes()
		.should(be("in a package with a package-info.java", (type) -> Files
			.exists(Path.of("src/main/java", type.getPackageName().replace('.', '/'), "package-info.java"))));

	private static boolean named(JavaClass type) {
		String bean = type.getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT) + type.getSimpleName().substring(1);
		return RoutesTests.beans().contains(bean);
	}

	private static boolean usedElsewhere(JavaClass type) {
		return type.getPackage()
			.getClasses()
			.stream()
			.filter((part) -> part.equals(type) || part.getName().startsWith(type.getName() + "$"))
			.flatMap((part) -> part.getDirectDependenciesToSelf().stream())
			.anyMatch((use) -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
	}

	private static ArchCondition<JavaClass> be(String what, Predicate<JavaClass> rule) {
		return new ArchCondition<>("be " + what) {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				events.add(new SimpleConditionEvent(type, rule.test(type),
						"%s is not %s".formatted(type.getName(), what)));
			}
		};
	}

}
