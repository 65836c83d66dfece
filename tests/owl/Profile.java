import java.io.File;
import java.util.TreeSet;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/**
 * Prints every way in which the ontology in one file is not OWL 2 DL, one violation a line, sorted.
 *
 * Run from source: java -cp HermiT.jar Profile.java ontology.nt
 * Exit codes: 0 it is OWL 2 DL, 1 it is not, other values: Java failed.
 */
public class Profile {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager()
            .loadOntologyFromOntologyDocument(new File(arguments[0]));
        OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
        TreeSet<String> lines = new TreeSet<String>();
        for (OWLProfileViolation violation : report.getViolations()) {
            lines.add(String.valueOf(violation));
        }
        for (String line : lines) {
            System.out.println(line);
        }
        System.out.println("axioms: " + ontology.getAxiomCount());
        System.exit(report.isInProfile() ? 0 : 1);
    }
}
