package dev.finetuning.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleArchitectureTest {
    private static final String ROOT = "dev.finetuning.console";
    private static final List<String> ORDER =
            List.of("access", "input", "lane", "shelf", "work", "http", "api", "view", "screen");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    @Test
    void classes_ofTheLibrary_areItsPublicApi() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.finetuning..internal..")
                .check(classes);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.finetuning.adapter.http..", "dev.finetuning.adapter.chat..", "dev.finetuning.testing..")
                .check(classes);
    }

    @Test
    void packages_importOnlyThoseBeforeThem() {
        for (int i = 0; i < ORDER.size(); i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + ORDER.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .check(classes);
            }
        }
    }

    @Test
    void services_knowNothingOfTheWeb() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".access..",
                        ROOT + ".input..",
                        ROOT + ".lane..",
                        ROOT + ".shelf..",
                        ROOT + ".work..",
                        ROOT + ".view..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "jakarta..", "org.eclipse.jetty..", "gg.jte..")
                .check(classes);
    }
}
