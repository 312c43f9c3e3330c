package dev.finetuning.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.section.ReportFigures;
import dev.finetuning.eval.report.internal.section.ReportSections;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReportSectionsTest {
    private final Report everything = new SamplePieces(40, text -> text).report();

    @Test
    void everySection_isRegistered() {
        Set<String> written = new ClassFileImporter()
                .importPackages(ReportSections.class.getPackageName()).stream()
                        .filter(each -> each.isAssignableTo(PageSection.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertThat(ReportSections.of(new ReportFigures(everything.content())).stream()
                        .map(section -> section.getClass().getName()))
                .as("sections of a report that was given everything; one is missing here until ReportSections names it")
                .containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void html_everySection_standsInThePageByItsId() {
        String html = everything.html();

        assertThat(ReportSections.of(new ReportFigures(everything.content())))
                .extracting(PageSection::id)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(html).contains("id=\"" + id + "\""));
    }

    @Test
    void build_thenMoreInTheBuilder_leavesTheReportAsItWas() {
        Report.Builder builder = Report.builder("Support").fact("a", "1");
        Report report = builder.build();
        String before = report.html();

        builder.fact("b", "2").sliceBy("other").banner(new Banner(Banner.Tone.GOOD, "x", "y"));

        assertThat(report.html()).isEqualTo(before);
    }
}
