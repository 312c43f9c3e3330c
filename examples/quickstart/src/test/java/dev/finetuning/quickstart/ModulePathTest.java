package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolves the library as an application on the module path does. */
class ModulePathTest {
    private static final Pattern NEEDED =
            Pattern.compile("fine-tuning-(core|eval|mistral)|jackson|re2j|jtokkit|commons-|slf4j-api|jspecify|owasp");

    @ParameterizedTest
    @ValueSource(strings = {"core", "eval", "mistral"})
    void module_resolvesAndLoads(String name) {
        ModuleLayer layer = layer("dev.finetuning." + name);

        Module module = layer.findModule("dev.finetuning." + name).orElseThrow();

        assertThat(module.getDescriptor().isAutomatic()).isFalse();
    }

    @Test
    void exportedClass_belongsToItsModule() throws ClassNotFoundException {
        ModuleLayer layer = layer("dev.finetuning.core");

        Class<?> root = layer.findLoader("dev.finetuning.core").loadClass("dev.finetuning.FineTuningException");

        assertThat(root.getModule().getName()).isEqualTo("dev.finetuning.core");
    }

    @Test
    void publicPackages_areAllExportedToAllOrToTheAdapters() {
        Module core =
                layer("dev.finetuning.core").findModule("dev.finetuning.core").orElseThrow();

        Set<String> exported = core.getDescriptor().exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        List<String> hidden = core.getPackages().stream()
                .filter(each -> !each.endsWith(".internal") && !each.contains(".internal."))
                .filter(each -> !exported.contains(each))
                .toList();

        assertThat(hidden).isEmpty();
    }

    private static ModuleLayer layer(String root) {
        Path[] modulePath = Stream.of(System.getProperty("java.class.path")
                        .split(Pattern.quote(System.getProperty("path.separator"))))
                .filter(each ->
                        NEEDED.matcher(each.replace("dev/finetuning/", "")).find())
                // tests stand in the packages they test, so no module system could take them beside these
                .filter(each -> !each.endsWith("-tests.jar") && !each.endsWith("test-classes"))
                .map(Path::of)
                .toArray(Path[]::new);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(modulePath), ModuleFinder.ofSystem(), Set.of(root));
        return boot.defineModulesWithOneLoader(configuration, null);
    }
}
