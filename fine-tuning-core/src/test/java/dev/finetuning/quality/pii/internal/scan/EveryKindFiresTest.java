package dev.finetuning.quality.pii.internal.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.pii.PiiSpan;
import dev.finetuning.quality.pii.internal.phone.PhoneShape;
import dev.finetuning.quality.pii.internal.scan.ShapeMatches.Kind;
import dev.finetuning.quality.pii.internal.shape.Shape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shape without a kind, or a kind without a trigger, would never find anything. */
class EveryKindFiresTest {
    /** A text for each kind, which no other kind finds whole. */
    private static final Map<Kind, String> SAMPLES = new EnumMap<>(Map.ofEntries(
            Map.entry(Kind.URL, "see https://example.com/a?b=1 there"),
            Map.entry(Kind.EMAIL, "write to ann@example.com today"),
            Map.entry(Kind.IBAN, "account DE89370400440532013000 please"),
            Map.entry(Kind.CARD, "card 4111 1111 1111 1111 expires soon"),
            Map.entry(Kind.CRYPTO, "pay to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa now"),
            Map.entry(Kind.PASSPORT_LINE, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
            Map.entry(Kind.PASSPORT, "passport number 123456789 was lost"),
            Map.entry(Kind.LICENCE, "driver's license D1234567 was lost"),
            Map.entry(Kind.SSN, "SSN 536-22-1234 on file"),
            Map.entry(Kind.MAC, "device 00:1A:2B:3C:4D:5E is down"),
            Map.entry(Kind.IPV6, "host 2001:db8::8a2e:370:7334 is down"),
            Map.entry(Kind.IPV4, "host 192.168.17.4 is down"),
            Map.entry(Kind.PHONE, "call +1 415 555 0132 today")));

    @ParameterizedTest
    @EnumSource(Kind.class)
    void kind_hasASample_andIsFoundInIt(Kind kind) {
        assertThat(SAMPLES).as("a sample for each kind").containsKey(kind);
        assertThat(PiiDetector.standard().find(SAMPLES.get(kind)))
                .extracting(PiiSpan::entity)
                .as(SAMPLES.get(kind))
                .contains(kind.shape().entity());
    }

    @Test
    void everyShape_isOfAKind() {
        Set<String> shapes = new ClassFileImporter()
                .importPackagesOf(Shape.class, PhoneShape.class).stream()
                        .filter(type -> type.isAssignableTo(Shape.class))
                        .filter(type ->
                                !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(type -> type.getName())
                        .collect(Collectors.toSet());
        Set<String> registered = Arrays.stream(Kind.values())
                .map(kind -> kind.shape().getClass().getName())
                .collect(Collectors.toSet());
        assertThat(shapes).isNotEmpty();
        assertThat(registered).as("shapes that are of no kind").containsAll(shapes);
    }
}
