package dev.finetuning;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for the main classes of every library module; each module has a test that extends this. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {
    private static final Set<String> CLOCK_READERS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime");

    /** Internals of core that its module exports to the other modules of this project, and to no one else. */
    private static final String[] SHARED = {
        "dev.finetuning.internal.content..",
        "dev.finetuning.internal.io..",
        "dev.finetuning.internal.tokens..",
        "dev.finetuning.asking.internal.."
    };

    private final String modulePackage;
    private final JavaClasses module;

    /** Takes the module's root package, below which all of its classes live. */
    protected HouseRules(String modulePackage) {
        this.modulePackage = modulePackage;
        this.module = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages(modulePackage);
    }

    /** The module's main classes. */
    protected final JavaClasses module() {
        return module;
    }

    @Test
    void nothing_sleepsExceptTheOneSleeper() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.finetuning.SystemSleeper")
                .should()
                .callMethodWhere(call(
                        "sleep", owner -> owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class)))
                .because("waiting goes through dev.finetuning.Sleeper, so that tests need not wait")
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void nothing_readsTheTimeWithoutAClock() {
        noClasses()
                .should()
                .callMethodWhere(call("now", owner -> CLOCK_READERS.contains(owner.getName()))
                        .and(withoutArguments()))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("time is injected as a java.time.InstantSource or Clock")
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void nothing_printsToStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true).check(module);
    }

    @Test
    void nothing_usesAnotherModulesInternals() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.finetuning..internal..")
                        .and(not(resideInAnyPackage(SHARED)))
                        .and(not(resideInAPackage(modulePackage + ".."))))
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void everyPackage_isNullMarked() {
        assertThat(module.stream()
                        .map(JavaClass::getPackage)
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .distinct())
                .as("packages without a package-info that says @NullMarked")
                .isEmpty();
    }

    private static DescribedPredicate<JavaCall<?>> call(String method, Predicate<JavaClass> owner) {
        return DescribedPredicate.describe(
                method + "()",
                call -> call.getTarget().getName().equals(method)
                        && owner.test(call.getTarget().getOwner()));
    }

    private static DescribedPredicate<JavaCall<?>> withoutArguments() {
        return DescribedPredicate.describe(
                "without arguments",
                call -> call.getTarget().getRawParameterTypes().isEmpty());
    }
}
