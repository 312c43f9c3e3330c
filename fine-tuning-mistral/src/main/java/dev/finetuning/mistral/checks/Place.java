package dev.finetuning.mistral.checks;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A place in an example, and who wants to hear what is wrong there. Immutable. */
record Place(Origin origin, OptionalInt messageIndex, String pointer, Consumer<Finding> findings) {
    static Place of(Example example, Consumer<Finding> findings) {
        return new Place(example.info().provenance().origin(), OptionalInt.empty(), "", findings);
    }

    Place message(int index) {
        return new Place(origin, OptionalInt.of(index), "/messages/" + index, findings);
    }

    Place at(String deeper) {
        return new Place(origin, messageIndex, pointer + deeper, findings);
    }

    /** A field of an object here, by whatever name the file gives it. */
    Place field(String name) {
        return at("/" + name.replace("~", "~0").replace("/", "~1"));
    }

    void error(String code, String message, String remedy) {
        report(Severity.ERROR, code, message, remedy);
    }

    void warning(String code, String message, String remedy) {
        report(Severity.WARNING, code, message, remedy);
    }

    private void report(Severity severity, String code, String message, String remedy) {
        findings.accept(new Finding("mistral_" + code, severity, origin, messageIndex, pointer, message, remedy));
    }
}
