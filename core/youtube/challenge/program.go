package challenge

import (
	"errors"
	"fmt"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// receiver is the name of the function that the filtered program calls with the
// functions that were found.
const receiver = "__hiloFound"

// compile parses a player script, removes the statements that have side effects,
// adds a call of receiver with the functions that build addresses, and compiles
// the result.
func compile(source string, h Hints) (*goja.Program, error) {
	tree, err := parser.ParseFile(nil, "base.js", source, parser.IgnoreRegExpErrors, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, fmt.Errorf("%w: %.300s", ErrScript, err.Error())
	}
	body, argument, err := inner(tree)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrScript, err)
	}
	var found []ast.Expression
	var kept []ast.Statement
	if argument && len(body.List) > 0 && isWindowThis(body.List[0]) {
		// In this function "this" may be undefined. The name stays declared.
		body.List[0] = set("window", "globalThis")
	}
	for _, s := range body.List {
		if harmless(s) {
			kept = append(kept, s)
			found = append(found, builders(s, h)...)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: no function builds addresses", ErrScript)
	}
	if len(found) > maxBuilders {
		return nil, fmt.Errorf("%w: %d functions build addresses", ErrScript, len(found))
	}
	kept = append(kept, &ast.ExpressionStatement{Expression: &ast.CallExpression{
		Callee: &ast.Identifier{Name: receiver}, ArgumentList: found,
	}})
	body.List = kept
	program, err := goja.CompileAST(tree, false)
	if err != nil {
		return nil, fmt.Errorf("%w: %.300s", ErrScript, err.Error())
	}
	return program, nil
}

const maxBuilders = 16

// inner returns the body of the function that holds the whole script, which has
// one of two shapes:
//
//	(function(){…}).call(this);
//	var _yt_player={};(function(g){…})(_yt_player);
//
// argument reports whether it is the second one.
func inner(tree *ast.Program) (body *ast.BlockStatement, argument bool, err error) {
	for _, s := range tree.Body {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			continue
		}
		call, ok := e.Expression.(*ast.CallExpression)
		if !ok {
			continue
		}
		callee := call.Callee
		dot, ok := callee.(*ast.DotExpression)
		if ok && dot.Identifier.Name == "call" {
			callee = dot.Left
		}
		if f, ok := callee.(*ast.FunctionLiteral); ok && f.Body != nil {
			return f.Body, dot == nil, nil
		}
	}
	return nil, false, errors.New("not in a known shape")
}

// isWindowThis reports whether s is "var window=this".
func isWindowThis(s ast.Statement) bool {
	v, ok := s.(*ast.VariableStatement)
	if !ok || len(v.List) != 1 {
		return false
	}
	name, ok := v.List[0].Target.(*ast.Identifier)
	if !ok || name.Name != "window" {
		return false
	}
	_, ok = v.List[0].Initializer.(*ast.ThisExpression)
	return ok
}

// set returns the statement "name=value" for two identifiers.
func set(name, value string) ast.Statement {
	return &ast.ExpressionStatement{Expression: &ast.AssignExpression{
		Operator: token.ASSIGN,
		Left:     &ast.Identifier{Name: unistring.NewFromString(name)},
		Right:    &ast.Identifier{Name: unistring.NewFromString(value)},
	}}
}

// harmless reports whether a statement is kept: all but expressions that are
// evaluated for their side effects, which need a browser.
func harmless(s ast.Statement) bool {
	e, ok := s.(*ast.ExpressionStatement)
	if !ok {
		return true
	}
	switch e.Expression.(type) {
	case *ast.AssignExpression, *ast.StringLiteral:
		return true
	}
	return false
}

// builders returns expressions for the functions of a top-level statement that
// build addresses.
func builders(s ast.Statement, h Hints) []ast.Expression {
	var out []ast.Expression
	switch s := s.(type) {
	case *ast.FunctionDeclaration:
		if s.Function.Name != nil && buildsAddress(s.Function, h) {
			out = append(out, &ast.Identifier{Name: s.Function.Name.Name})
		}
	case *ast.ExpressionStatement:
		if a, ok := s.Expression.(*ast.AssignExpression); ok && buildsAddress(a.Right, h) {
			out = append(out, a.Left)
		}
	case *ast.VariableStatement:
		out = fromBindings(s.List, h)
	case *ast.LexicalDeclaration:
		out = fromBindings(s.List, h)
	}
	return out
}

func fromBindings(list []*ast.Binding, h Hints) []ast.Expression {
	var out []ast.Expression
	for _, b := range list {
		if name, ok := b.Target.(*ast.Identifier); ok && buildsAddress(b.Initializer, h) {
			out = append(out, &ast.Identifier{Name: name.Name})
		}
	}
	return out
}

// buildsAddress reports whether e is a function whose body has, directly, a
// statement such as url.set("alr","yes").
func buildsAddress(e ast.Expression, h Hints) bool {
	var body *ast.BlockStatement
	switch f := e.(type) {
	case *ast.FunctionLiteral:
		body = f.Body
	case *ast.ArrowFunctionLiteral:
		body, _ = f.Body.(*ast.BlockStatement)
	}
	if body == nil {
		return false
	}
	for _, s := range body.List {
		if e, ok := s.(*ast.ExpressionStatement); ok && isMark(e.Expression, h) {
			return true
		}
	}
	return false
}

// isMark reports whether e is IDENT.PROP(key,value) or IDENT[…](key,value).
func isMark(e ast.Expression, h Hints) bool {
	call, ok := e.(*ast.CallExpression)
	if !ok || len(call.ArgumentList) != 2 {
		return false
	}
	var object ast.Expression
	switch callee := call.Callee.(type) {
	case *ast.DotExpression:
		object = callee.Left
	case *ast.BracketExpression:
		object = callee.Left
	}
	if _, ok := object.(*ast.Identifier); !ok {
		return false
	}
	return isString(call.ArgumentList[0], h.Key) && isString(call.ArgumentList[1], h.Value)
}

func isString(e ast.Expression, want string) bool {
	s, ok := e.(*ast.StringLiteral)
	return ok && s.Value.String() == want
}
