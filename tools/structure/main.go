// Command structure prints how the code is divided, as Markdown: packages with
// their files and lines, the types with the most methods and fields, the
// longest functions, and the files of a package that need each other.
//
//	go run ./tools/structure [-top N] [folder]
//
// It reads production files only, for the system that it runs on. It needs a
// module that builds and nothing from outside the standard library.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	top := flag.Int("top", 8, "rows of each table of largest things")
	tags := flag.String("tags", "migrated_fynedo", "build tags")
	flag.Parse()
	dir := "."
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	packages, err := list(context.Background(), dir, *tags)
	if err != nil {
		fmt.Fprintln(os.Stderr, "structure:", err)
		os.Exit(1)
	}
	report(os.Stdout, packages, *top)
}

// pkg is what is printed of one package.
type pkg struct {
	Path      string
	Files     int
	Lines     int
	Types     []size // by fields and by methods
	Functions []size
	Cycles    [][]string // files that need each other, all of a cycle in one row
	Bare      []string   // exported names without a comment
}

// size is a thing with its measures.
type size struct {
	Name            string
	Methods, Fields int
	Lines           int
}

// listed is the part of "go list -json" that is read.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles, CgoFiles       []string
	DepOnly                 bool
	Module                  *struct{ Main bool }
	Error                   *struct{ Err string }
}

// list measures every package of the module in dir.
func list(ctx context.Context, dir, tags string) ([]pkg, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-trimpath", "-tags", tags,
		"-json=ImportPath,Dir,Export,GoFiles,CgoFiles,DepOnly,Module,Error", "./...")
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports := map[string]string{}
	var own []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if l.Error != nil {
			return nil, errors.New(l.Error.Err)
		}
		exports[l.ImportPath] = l.Export
		if l.Module != nil && l.Module.Main && !l.DepOnly && len(l.GoFiles)+len(l.CgoFiles) > 0 {
			own = append(own, l)
		}
	}
	var all []pkg
	for _, l := range own {
		p, err := measure(l, exports)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.ImportPath, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// measure reads one package.
func measure(l listed, exports map[string]string) (pkg, error) {
	p := pkg{Path: l.ImportPath}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range slices.Concat(l.GoFiles, l.CgoFiles) {
		f, err := parser.ParseFile(fset, filepath.Join(l.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return p, err
		}
		files = append(files, f)
		p.Files++
		p.Lines += fset.Position(f.FileEnd).Line
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{
		FakeImportC: true,
		Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
			return os.Open(exports[path])
		}),
	}
	checked, err := config.Check(l.ImportPath, fset, files, info)
	if err != nil {
		return p, err
	}
	p.Types = typeSizes(checked)
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				lines := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1
				p.Functions = append(p.Functions, size{Name: functionName(fn), Lines: lines})
			}
			p.Bare = append(p.Bare, withoutComment(d)...)
		}
	}
	p.Cycles = cycles(references(fset, files, info, checked))
	return p, nil
}

// typeSizes counts the methods that a type declares and its fields.
func typeSizes(p *types.Package) (all []size) {
	for _, name := range p.Scope().Names() {
		t, ok := p.Scope().Lookup(name).(*types.TypeName)
		if !ok || t.IsAlias() {
			continue
		}
		n, ok := t.Type().(*types.Named)
		if !ok {
			continue
		}
		s := size{Name: name, Methods: n.NumMethods()}
		if u, ok := n.Underlying().(*types.Struct); ok {
			s.Fields = u.NumFields()
		}
		all = append(all, s)
	}
	return all
}

func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	return receiver(f) + "." + f.Name.Name
}

// receiver is the name of the type that a method belongs to.
func receiver(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	if s, ok := t.(*ast.StarExpr); ok {
		t = s.X
	}
	if x, ok := t.(*ast.IndexExpr); ok {
		t = x.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return "?"
}

// withoutComment names what a declaration exports without saying what it is.
// Methods count where their type is exported. A group's comment counts for
// all that stands in the group.
func withoutComment(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || ast.IsExported(receiver(d))) {
			names = append(names, functionName(d))
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

// references maps each file to the files whose names it uses.
func references(fset *token.FileSet, files []*ast.File, info *types.Info, p *types.Package) map[string][]string {
	refs := map[string][]string{}
	base := func(pos token.Pos) string { return filepath.Base(fset.Position(pos).Filename) }
	for _, f := range files {
		from := base(f.FileStart)
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			o := info.Uses[id]
			if o == nil || o.Pkg() != p || !o.Pos().IsValid() {
				return true
			}
			if to := base(o.Pos()); to != from && !slices.Contains(refs[from], to) {
				refs[from] = append(refs[from], to)
			}
			return true
		})
	}
	return refs
}

// cycles are the strongly connected components of more than one file (Tarjan).
func cycles(refs map[string][]string) (all [][]string) {
	index, low, on := map[string]int{}, map[string]int{}, map[string]bool{}
	var stack []string
	var visit func(string)
	visit = func(v string) {
		index[v] = len(index) + 1
		low[v] = index[v]
		stack = append(stack, v)
		on[v] = true
		for _, w := range refs[v] {
			if index[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if on[w] {
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		at := slices.Index(stack, v)
		component := slices.Clone(stack[at:])
		stack = stack[:at]
		for _, w := range component {
			on[w] = false
		}
		if len(component) > 1 {
			slices.Sort(component)
			all = append(all, component)
		}
	}
	var names []string
	for n := range refs {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if index[n] == 0 {
			visit(n)
		}
	}
	return all
}

// report prints the tables.
func report(w io.Writer, all []pkg, top int) {
	slices.SortFunc(all, func(a, b pkg) int { return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Path, b.Path)) })
	files, lines, bare := 0, 0, 0
	fmt.Fprint(w, "| package | files | lines |\n|---|---:|---:|\n")
	for _, p := range all {
		fmt.Fprintf(w, "| %s | %d | %d |\n", p.Path, p.Files, p.Lines)
		files, lines, bare = files+p.Files, lines+p.Lines, bare+len(p.Bare)
	}
	fmt.Fprintf(w, "| %d packages | %d | %d |\n", len(all), files, lines)

	var sizes, functions []size
	for _, p := range all {
		for _, s := range p.Types {
			s.Name = p.Path + "." + s.Name
			sizes = append(sizes, s)
		}
		for _, s := range p.Functions {
			s.Name = p.Path + "." + s.Name
			functions = append(functions, s)
		}
	}
	largest(w, "methods", sizes, top, func(s size) int { return s.Methods })
	largest(w, "fields", sizes, top, func(s size) int { return s.Fields })
	largest(w, "lines of a function", functions, top, func(s size) int { return s.Lines })

	fmt.Fprint(w, "\n| files that need each other | package |\n|---|---|\n")
	rings, tangled := 0, 0
	for _, p := range all {
		for _, c := range p.Cycles {
			fmt.Fprintf(w, "| %d: %s | %s |\n", len(c), strings.Join(c, " "), p.Path)
			rings, tangled = rings+1, tangled+len(c)
		}
	}
	fmt.Fprintf(w, "| %d cycles of %d files | |\n", rings, tangled)

	fmt.Fprintf(w, "\nExported names without a comment: %d\n", bare)
	for _, p := range all {
		for _, n := range p.Bare {
			fmt.Fprintf(w, "- %s.%s\n", p.Path, n)
		}
	}
}

// largest prints the top rows by one measure.
func largest(w io.Writer, what string, all []size, top int, of func(size) int) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b size) int { return cmp.Compare(of(b), of(a)) })
	fmt.Fprintf(w, "\n| %s | |\n|---:|---|\n", what)
	for _, s := range all[:min(top, len(all))] {
		fmt.Fprintf(w, "| %d | %s |\n", of(s), s.Name)
	}
}
