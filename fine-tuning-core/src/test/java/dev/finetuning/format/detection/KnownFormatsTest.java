package dev.finetuning.format.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.FieldMapping;
import dev.finetuning.format.LabelledText;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A format that nobody registered would never be detected. */
class KnownFormatsTest {
    /** Formats that need to be told something first. */
    private static final Set<String> TOLD =
            Set.of(ColumnMapping.class.getName(), FieldMapping.class.getName(), LabelledText.class.getName());

    @Test
    void everyPublicFormat_isRegistered() {
        Set<String> registered = KnownFormats.SIGNS.stream()
                .map(sign -> sign.format().getClass().getName())
                .collect(Collectors.toSet());
        Set<String> formats = new ClassFileImporter()
                .importPackagesOf(ExampleFormat.class).stream()
                        .filter(type -> type.isAssignableTo(ExampleFormat.class)
                                && type.getPackageName().equals("dev.finetuning.format")
                                && !type.isInterface()
                                && type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .filter(name -> !TOLD.contains(name))
                        .collect(Collectors.toSet());
        assertThat(formats).contains("dev.finetuning.format.ChatMessages");
        assertThat(registered).as("formats that KnownFormats does not list").containsAll(formats);
    }
}
